"""Words, numbers and dates in French and English: every text that a person reads passes here.

Texts are TOML files under ``locales/<language>/``, flattened to dotted keys (`reason.age.against`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from string import Formatter
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_decimal

Lang = Literal["fr", "en"]
LANGUAGES: tuple[Lang, ...] = ("fr", "en")
NARROW, NO_BREAK = "\u202f", "\u00a0"
"""No-break spaces of French: narrow before ; ! ? % and between thousands, full before a colon."""


def t(key: str, lang: Lang, **values: str | int) -> str:
    """The text of a key with its placeholders filled.

    KeyError: no such text. ValueError: a placeholder without a value, or a value without its place.
    """
    text = _text(key, lang)
    wanted = placeholders(text)
    if wanted != values.keys():
        raise ValueError(
            f"text {key!r} ({lang}): found values for {sorted(values)}, expected {sorted(wanted)}"
        )
    return text.format(**values)


def known(key: str, lang: Lang) -> bool:
    """Whether there is a text for the key."""
    return key in catalogue(lang)


@lru_cache(maxsize=8192)
def placeholders(text: str) -> frozenset[str]:
    """Names between braces in a text."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(lang: Lang) -> Mapping[str, str]:
    """Every text of a language by dotted key, read once; a key given twice is refused."""
    texts: dict[str, str] = {}
    for name, content in _files(lang):
        for key, text in _flat(tomllib.loads(content)):
            if key in texts:
                raise ValueError(f"locales/{lang}/{name}: found {key!r} a second time; keep one")
            texts[key] = spaced(text) if lang == "fr" else text
    return texts


def number(value: float, lang: Lang, digits: int = 0) -> str:
    """A number with its thousands apart: 307 600 or 12,5."""
    return _number(round(value, digits) + 0.0, lang, digits)


@lru_cache(maxsize=4096)
def _number(rounded: float, lang: Lang, digits: int) -> str:
    """Rounded numbers recur: shares of a hundred, distances, counts."""
    return format_decimal(rounded, _pattern(digits), locale=lang)


def fixed(value: float, lang: Lang, digits: int) -> str:
    """A number with exactly that many decimals, so that a column of them can be compared."""
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    return format_decimal(round(value, digits) + 0.0, pattern, locale=lang)


def signed(value: float, lang: Lang, digits: int) -> str:
    """A number with its sign and all its decimals, so that a column of them lines up."""
    pattern = f"#,##0.{'0' * digits}"
    return format_decimal(round(value, digits) + 0.0, f"+{pattern};-{pattern}", locale=lang)


def percent(share: float, lang: Lang, digits: int = 1) -> str:
    """A share as a percentage: 0.133 is 13,3 %."""
    gap = NARROW if lang == "fr" else ""
    return f"{number(100 * share, lang, digits)}{gap}%"


def aligned(share: float, lang: Lang, digits: int = 1) -> str:
    """A share among others in a list, with all its decimals: 6,0 % beside 29,8 %."""
    gap = NARROW if lang == "fr" else ""
    return f"{fixed(100 * share, lang, digits)}{gap}%"


def money(value: float, lang: Lang, currency: str) -> str:
    """An amount with the label of its currency, after it in French, before a symbol in English."""
    amount = number(value, lang)
    if lang == "en" and len(currency) == 1:
        return f"-{currency}{amount[1:]}" if amount.startswith("-") else f"{currency}{amount}"
    return f"{amount}{NO_BREAK}{currency}"


def day(value: date, lang: Lang) -> str:
    """A date in words: 3 mars 2026."""
    return format_date(value, format="long", locale="en_GB" if lang == "en" else lang)


def listed(words: list[str], lang: Lang) -> str:
    """Words as one enumeration: a, b et c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {t('word.and', lang)} {words[-1]}"


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def spaced(text: str) -> str:
    """French text with its no-break spaces, so that files can be written with plain ones."""
    narrow = re.sub(r" (?=[;!?%»])|(?<=«) ", NARROW, text)
    return re.sub(r" (?=:)", NO_BREAK, narrow)


def _pattern(digits: int) -> str:
    return "#,##0" + ("." + "#" * digits if digits else "")


def _text(key: str, lang: Lang) -> str:
    try:
        return catalogue(lang)[key]
    except KeyError:
        raise KeyError(
            f"no text {key!r} in locales/{lang}; add it there, in both languages"
        ) from None


def _files(lang: Lang) -> Iterator[tuple[str, str]]:
    folder = files("clairscore").joinpath("locales", lang)
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            yield entry.name, entry.read_text(encoding="utf-8")


def _flat(node: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in node.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{key}.")
        elif isinstance(value, str):
            yield key, value
        else:
            raise ValueError(f"locales: found {value!r} under {key!r}; expected a text or a table")
