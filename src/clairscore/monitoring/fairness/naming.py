"""Criteria and groups in words, crossed ones too."""

from __future__ import annotations

from clairscore.decision import group_names
from clairscore.i18n import Lang

CROSS = " × "
"""Between two criteria, and between two groups."""


def criterion_name(criterion: str, lang: Lang) -> str:
    """A criterion in words, or two that are crossed."""
    return CROSS.join(group_names.criterion_name(each, lang) for each in criterion.split(CROSS))


def group_name(criterion: str, group: str, lang: Lang) -> str:
    """A group in words, or an intersection of two."""
    pairs = zip(criterion.split(CROSS), group.split(CROSS), strict=True)
    return CROSS.join(group_names.group_name(each, one, lang) for each, one in pairs)
