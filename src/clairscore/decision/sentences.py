"""The sentences that say a risk and its distance to the limit, never against the verdict."""

from __future__ import annotations

from clairscore.i18n import Lang, number, t

MOST_DIGITS = 6


def risk_sentence(probability: float, cut_off: float, lang: Lang) -> str:
    """Of 100 applications, how many had difficulties, and the limit; never against the verdict."""
    if probability < 0.01 <= cut_off:
        return t("risk.under_one", lang, limit=_hundred(cut_off, lang, 0))
    digits = digits_apart(probability, cut_off)
    count, limit = (_hundred(share, lang, digits) for share in (probability, cut_off))
    form = "one" if round(100 * probability, digits) < 2 else "many"
    return t(f"risk.{form}", lang, count=count, limit=limit)


def distance_sentence(distance: float, lang: Lang) -> str:
    """How far the risk is from the limit, in points of a hundred."""
    if distance == 0:
        return t("distance.at", lang)
    key = "distance.over" if distance > 0 else "distance.under"
    return t(key, lang, points=_points(100 * abs(distance), lang))


def digits_apart(probability: float, cut_off: float) -> int:
    """Fewest decimals that tell both figures from zero and keep them on their own sides."""
    return next((n for n in range(MOST_DIGITS) if _told(probability, cut_off, n)), MOST_DIGITS)


def _hundred(share: float, lang: Lang, digits: int) -> str:
    return number(100 * share, lang, digits)


def _told(probability: float, cut_off: float, digits: int) -> bool:
    count, limit = round(100 * probability, digits), round(100 * cut_off, digits)
    same_side = (count < limit) == (probability < cut_off)
    return count > 0 and limit > 0 and same_side and (count > limit) == (probability > cut_off)


def _points(points: float, lang: Lang) -> str:
    rounded = round(points, 1)
    if rounded == 0:
        return t("distance.hair", lang)
    form = "point" if (rounded < 2 if lang == "fr" else rounded == 1) else "points"
    return t(f"distance.{form}", lang, n=number(rounded, lang, 1))
