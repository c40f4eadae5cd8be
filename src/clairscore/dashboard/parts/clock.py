"""Until when something is to be answered, in days that are left."""

from __future__ import annotations

from datetime import date, datetime

from clairscore.i18n import Lang, day, number, t


def due_text(due: str, today: date, lang: Lang) -> str:
    """« avant le 4 décembre 2026 (encore 9 jours) », or how late it is."""
    last = date.fromisoformat(due[:10])
    left = (last - today).days
    if left < 0:
        late = number(-left, lang)
        return t("clock.late", lang, day=day(last, lang), days=late)
    if left == 0:
        return t("clock.today", lang, day=day(last, lang))
    return t("clock.left", lang, day=day(last, lang), days=number(left, lang))


def on(moment: str, lang: Lang) -> str:
    """The day of a moment that the service tells."""
    return day(datetime.fromisoformat(moment).date(), lang)
