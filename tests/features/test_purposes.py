"""Every feature says in one line why a lender looks at it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clairscore.data.schema import TABLES
from clairscore.errors import BadSetting
from clairscore.features.catalogue import catalogue
from clairscore.features.purposes import AUDIT_ONLY, PURPOSES, purpose_of, with_purposes

FULL = catalogue("full")


def test_every_feature_has_a_purpose_of_one_line() -> None:
    for feature in FULL:
        assert feature.purpose == purpose_of(feature)
        assert feature.purpose.endswith("."), feature.name
        assert "\n" not in feature.purpose
        assert len(feature.purpose) < 120


def test_a_feature_without_a_purpose_stops_the_build_and_is_named() -> None:
    silent = [
        replace(FULL["pos_rows_count"], name=f"pos_{name}", column=name, purpose="")
        for name in ("mystery", "riddle")
    ]
    with pytest.raises(BadSetting, match=r"2 features have no purpose: pos_mystery, pos_riddle;"):
        with_purposes((*FULL, *silent))


def test_no_purpose_is_told_of_what_is_not_there() -> None:
    used = {(feature.source, feature.column) for feature in FULL}
    told = {(table, column) for table, columns in PURPOSES.items() for column in columns}
    assert told == used


def test_protected_facts_are_told_to_serve_the_audit_alone() -> None:
    for table, columns in PURPOSES.items():
        for column, purpose in columns.items():
            found = TABLES[table].by_name.get(column) if table in TABLES else None
            protected = found is not None and found.protected
            assert purpose.startswith(AUDIT_ONLY) == protected, column
