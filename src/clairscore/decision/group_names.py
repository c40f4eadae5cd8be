"""Groups of people in words, as an audit tells them."""

from __future__ import annotations

from clairscore.decision.wording import word
from clairscore.i18n import Lang, t

COLUMNS = {
    "sex": "CODE_GENDER",
    "family_status": "NAME_FAMILY_STATUS",
    "education": "NAME_EDUCATION_TYPE",
}
"""Criteria whose groups are words of a column."""


def criterion_name(criterion: str, lang: Lang) -> str:
    """By what people are grouped, in words."""
    return t(f"document.criterion.{criterion}", lang)


def group_name(criterion: str, group: str, lang: Lang) -> str:
    """A group in words: a word of its column, an age band, or a word of its own."""
    if criterion in COLUMNS:
        return word(COLUMNS[criterion], group, lang)
    if criterion == "age" and group[0].isdigit():
        first, _, last = group.rstrip("+").partition("-")
        if not last:
            return t("document.age.from", lang, first=first)
        return t("document.age.between", lang, first=first, last=last)
    if criterion == "region_rating" and group.isdigit():
        return t("document.region", lang, rating=group)
    return t(f"document.group.{group}", lang)
