"""A definition is never edited, only superseded: an old bundle must refuse it, not misread it."""

from __future__ import annotations

from dataclasses import replace

from clairscore.features.catalogue import EDITION, catalogue
from tests.features.pin import PINNED, TITLE, current, fingerprint, read

CURE = (
    "These definitions are not the pinned ones. A new name: run `python -m tests.features.pin` and"
    " commit definitions.txt. A changed one: give it a new name; or, where no delivered bundle"
    " needs it, raise EDITION in src/clairscore/features/catalogue.py and then run the same. (A new"
    " version of Narwhals may spell an unchanged definition otherwise: run the same.) Found: "
)


def test_definitions_are_the_pinned_ones() -> None:
    pinned, today = read(PINNED.read_text()), read(current())
    names = sorted(
        name for name in pinned.keys() | today.keys() if pinned.get(name) != today.get(name)
    )
    assert not names, f"{CURE}{', '.join(names[:10])}; {len(names)} in all"


def test_the_pinned_edition_is_the_catalogues() -> None:
    assert read(PINNED.read_text())[TITLE] == str(EDITION)


def test_a_fingerprint_tells_another_definition() -> None:
    feature = catalogue("full")["instalments_days_late_mean_6m"]
    longer = catalogue("full")["instalments_days_late_mean_12m"]
    assert fingerprint(feature) == fingerprint(replace(feature, purpose="Said better."))
    assert fingerprint(feature) != fingerprint(replace(feature, expr=feature.expr * 2))
    assert fingerprint(feature) != fingerprint(replace(feature, atoms=longer.atoms))
    assert fingerprint(feature) != fingerprint(replace(feature, empty=0.0))
