"""Rewrite the pinned definitions: `python -m tests.features.pin`, after raising EDITION."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from clairscore.features.catalogue import EDITION, catalogue
from clairscore.features.spec import Atom, Feature, Quantity, RowModel

PINNED = Path(__file__).with_name("definitions.txt")
TITLE = "edition"


def fingerprint(feature: Feature) -> str:
    """Twelve hexadecimal digits of all that decides the feature's value."""
    text = "\n".join(definition(feature))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def definition(feature: Feature) -> Iterator[str]:
    yield f"{feature.expr!r} {sorted(feature.reads)} {feature.empty} {feature.monotone}"
    for need in feature.needs:
        yield from map(line, need.closure())
    for atom in feature.atoms:
        yield from lines(atom)


def lines(atom: Atom) -> Iterator[str]:
    yield f"{atom.column} where {atom.subset.condition!r}"
    for quantity in atom.quantities:
        yield line(quantity)
        for child in quantity.child_atoms:
            yield from lines(child)


def line(quantity: Quantity) -> str:
    return f"{quantity.column} = {quantity.expr!r} / {quantity.scale} {model(quantity.model)}"


def model(used: RowModel | None) -> str | None:
    """What a row model reads and learns from."""
    if used is None:
        return None
    target = [line(q) for q in used.lesson.target.closure()] if used.lesson else []
    inputs = [line(q) for each in used.taught_by for q in each.closure()]
    return f"{used.name} {[q.column for q in used.inputs]} {inputs} {target} {used.directions}"


def current() -> str:
    """The file as it should be today: the edition, then a name and its fingerprint a line."""
    found = [f"{feature.name} {fingerprint(feature)}" for feature in catalogue("full")]
    return "\n".join((f"{TITLE} {EDITION}", *found)) + "\n"


def read(text: str) -> dict[str, str]:
    """Fingerprint by name; the edition stands under `TITLE`."""
    return dict(line.split(" ") for line in text.splitlines())


if __name__ == "__main__":
    PINNED.write_text(current())
