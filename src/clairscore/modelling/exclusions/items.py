"""The facts whose worth is asked for: excluded ones, those on which the model may lean, directions.

Each makes a catalogue that differs from the served one by that fact alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from clairscore.data.schema import APPLICATION, TABLES
from clairscore.decision.policy import Policy
from clairscore.errors import BadSetting
from clairscore.features.catalogue import Catalogue

Read = tuple[str, str]
Change = Literal["added", "removed", "unconstrained"]
PREVIOUS = "previous_application"
AGE = "DAYS_BIRTH"
SCORES = ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3")


@dataclass(frozen=True, slots=True)
class Item:
    """One fact: `added` to the served features, `removed` from them, or directions taken off."""

    name: str
    change: Change
    columns: frozenset[Read] = frozenset()

    def catalogue(self, every: Catalogue, excluded: frozenset[Read]) -> Catalogue:
        """The features with this change; `every` holds the excluded ones too."""
        if self.change == "added":
            return every.without(excluded - self.columns)
        served = every.without(excluded)
        if self.change == "removed":
            return served.without(self.columns)
        return Catalogue(tuple(replace(feature, monotone=0) for feature in served))


def _columns(*starts: str) -> frozenset[Read]:
    """Columns of applications and previous applications whose name begins so."""
    return frozenset(
        (table, column.name)
        for table in (APPLICATION, PREVIOUS)
        for column in TABLES[table].columns
        if column.name.startswith(starts)
    )


EXCLUDED = Policy().excluded_columns
ITEMS: tuple[Item, ...] = (
    Item("sex", "added", _columns("CODE_GENDER")),
    Item("family_status", "added", _columns("NAME_FAMILY_STATUS")),
    Item("household", "added", _columns("CNT_CHILDREN", "CNT_FAM_MEMBERS")),
    Item("company", "added", _columns("NAME_TYPE_SUITE")),
    Item("social_circle", "added", _columns("OBS_", "DEF_")),
    Item("region", "added", _columns("REGION_", "REG_", "LIVE_")),
    Item("moment", "added", _columns("HOUR_APPR", "WEEKDAY_APPR")),
    Item("phone_change", "added", _columns("DAYS_LAST_PHONE_CHANGE")),
    Item("every_exclusion", "added", EXCLUDED),
    Item("age", "removed", _columns(AGE)),
    Item("external_scores", "removed", _columns(*SCORES)),
    Item("directions", "unconstrained"),
)


def items_named(names: Sequence[str]) -> tuple[Item, ...]:
    """The items of these names, all of them for none; BadSetting tells the unknown ones."""
    by_name = {item.name: item for item in ITEMS}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        raise BadSetting(
            f"--items: found {', '.join(unknown)}; expected names among {', '.join(by_name)}"
        )
    return tuple(item for item in ITEMS if not names or item.name in names)
