"""The work list: a client looked up by number, and the portfolio sorted by what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Literal, TypeVar, get_args

import streamlit as st

from clairscore.client.records import Line
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.parts.problem import notice
from clairscore.dashboard.parts.table import Cell, Head, table
from clairscore.dashboard.places import address
from clairscore.dashboard.visit import Visit
from clairscore.errors import Refused
from clairscore.i18n import Lang, aligned, day, signed, t

Sort = Literal["closest", "deadline", "highest", "lowest", "number"]
Outcome = Literal["granted", "refused", "referred"]
Flag = Literal["near_limit", "facts_missing", "review_asked", "at_work"]
W = TypeVar("W", bound=str)

PAGE = 20
DIGITS = 19
NONE = "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks of the list; what it does not know, it does not ask."""

    sort: Sort = "closest"
    outcome: Outcome | None = None
    flag: Flag | None = None
    number: str | None = None
    cursor: str | None = None

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Asked:
        """As the query parameters say."""
        number = asked.get("number", "")
        return cls(
            _one(asked.get("sort"), get_args(Sort)) or "closest",
            _one(asked.get("outcome"), get_args(Outcome)),
            _one(asked.get("flag"), get_args(Flag)),
            number if _is_number(number) else None,
            asked.get("cursor"),
        )

    def parameters(self) -> dict[str, str]:
        """As query parameters, without the page."""
        given = {
            "sort": self.sort,
            "outcome": self.outcome,
            "flag": self.flag,
            "number": self.number,
        }
        return {name: value for name, value in given.items() if value}


def show(visit: Visit) -> None:
    """Show the list as the address asks for it."""
    asked = Asked.of(visit.asked)
    heading(_title(asked, visit.lang))
    _look_up(visit)
    _choose(visit, asked)
    found = visit.client.list_clients(
        number=asked.number,
        outcome=asked.outcome,
        flag=asked.flag,
        sort=asked.sort,
        cursor=asked.cursor,
        limit=PAGE,
    )
    if found.items:
        _list(found.items, visit)
    else:
        empty(t(f"work.empty.{asked.sort if not asked.flag else 'flag'}", visit.lang))
    _pages(asked, found.next, visit.lang)


def _title(asked: Asked, lang: Lang) -> str:
    parts = [t(f"work.sort.{asked.sort}", lang)]
    if asked.outcome:
        parts.append(t(f"work.outcome.{asked.outcome}", lang))
    if asked.flag:
        parts.append(t(f"work.flag.{asked.flag}", lang))
    if asked.number:
        parts.append(t("work.begins", lang, digits=asked.number))
    return t("work.title", lang, what=", ".join(parts))


def _look_up(visit: Visit) -> None:
    """Open a client by number, where the service knows him; nothing is listed to choose from."""
    lang = visit.lang
    with st.form("work-look-up", border=False):
        number = st.text_input(t("work.look_up", lang), max_chars=DIGITS, key="work-look-up-number")
        sent = st.form_submit_button(t("work.open", lang), type="primary")
    if not sent:
        return
    digits = "".join(number.split())
    if not _is_number(digits):
        st.error(t("work.not_a_number", lang))
        return
    try:
        visit.client.show_client(int(digits))
    except Refused as refused:
        notice(refused, lang)
        return
    visit.go("client", number=digits)


def _choose(visit: Visit, asked: Asked) -> None:
    """The form that sorts and filters; it leads to the address of the new list."""
    lang, key = visit.lang, "-".join(asked.parameters().values())
    with (
        st.expander(t("work.choose", lang)),
        st.form(f"work-choose-{key}", border=False),
        st.container(horizontal=True),
    ):
        sort = _choice("sort", get_args(Sort), asked.sort, key, lang)
        outcome = _choice("outcome", (NONE, *get_args(Outcome)), asked.outcome, key, lang)
        flag = _choice("flag", (NONE, *get_args(Flag)), asked.flag, key, lang)
        number = st.text_input(
            t("work.choice.number", lang),
            value=asked.number or "",
            max_chars=DIGITS,
            key=f"work-number-{key}",
        )
        sent = st.form_submit_button(t("work.apply", lang))
    if sent:
        given = {"sort": sort, "outcome": outcome, "flag": flag, "number": number.strip()}
        visit.go("work", **Asked.of(given).parameters())


def _choice(name: str, options: Sequence[str], chosen: str | None, key: str, lang: Lang) -> str:
    return st.selectbox(
        t(f"work.choice.{name}", lang),
        options,
        index=options.index(chosen) if chosen in options else 0,
        format_func=lambda value: t(
            "work.choice.any" if value == NONE else f"work.{name}.{value}", lang
        ),
        key=f"work-{name}-{key}",
    )


def _list(lines: Sequence[Line], visit: Visit) -> None:
    lang = visit.lang
    everybody = visit.who.portfolio is None
    names = ("client", "probability", "distance", "outcome", "state", "deadline", "flags")
    numbers = ("probability", "distance")
    heads = [
        Head(t(f"work.column.{name}", lang), "number" if name in numbers else "text")
        for name in names
    ]
    caption = t(f"work.caption.{'everybody' if everybody else 'portfolio'}", lang)
    table(caption, heads, [_row(line, lang) for line in lines])


def _row(line: Line, lang: Lang) -> list[Cell | str]:
    state = line.state_text or t("work.at_rest", lang)
    return [
        Cell(str(line.client), href=address("client", number=line.client)),
        NONE if line.probability is None else aligned(line.probability, lang),
        NONE if line.distance is None else _points(100 * line.distance, lang),
        _outcome(line, lang),
        state,
        NONE if line.deadline is None else day(date.fromisoformat(line.deadline), lang),
        Cell("", flags=tuple(t(f"work.sign.{flag}", lang) for flag in line.flags)),
    ]


def _points(distance: float, lang: Lang) -> str:
    """The distance with its sign, which stays where the figure itself is rounded away."""
    told = signed(distance, lang, 1)
    return f"-{told[1:]}" if distance < 0 else told


def _outcome(line: Line, lang: Lang) -> Cell:
    if line.outcome is not None:
        return Cell(t(f"work.outcome.{line.outcome}", lang), sign=line.outcome)
    hidden = line.state == "review_requested"
    return Cell(t("work.hidden" if hidden else "work.no_score", lang))


def _pages(asked: Asked, following: str | None, lang: Lang) -> None:
    """Links to the first and the following page."""
    links = []
    if asked.cursor:
        links.append((t("work.first_page", lang), asked.parameters()))
    if following:
        links.append((t("work.next_page", lang), {**asked.parameters(), "cursor": following}))
    if links:
        label = escape(t("work.pages", lang))
        listed = "".join(
            f'<li><a href="{escape(address("work", **asked_))}">{escape(words)}</a></li>'
            for words, asked_ in links
        )
        st.html(f'<nav aria-label="{label}"><ul class="pages">{listed}</ul></nav>')


def _one(text: str | None, options: Sequence[W]) -> W | None:
    """The option that the text names."""
    return next((option for option in options if option == text), None)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and not text.startswith("0") and len(text) <= DIGITS
