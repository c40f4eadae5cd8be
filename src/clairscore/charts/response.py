"""How the answer follows an offer: risk along the amount or the term, and where it turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from clairscore.charts.figure import Figure, Table
from clairscore.charts.theme import DOTTED, HIGHER, INK, LOWER, MUTED, WIDTH
from clairscore.charts.wording import heads
from clairscore.i18n import Lang, aligned, money, number, t

if TYPE_CHECKING:
    import altair as alt

    from clairscore.charts.figure import Chart

Along = Literal["amount", "term"]
Outcome = Literal["granted", "refused", "referred"]
OUTCOMES: tuple[Outcome, ...] = ("granted", "referred", "refused")
COLOURS, SHAPES = [LOWER, INK, HIGHER], ["circle", "square", "cross"]
END = 0.8
"""Share of the width from which words hang to the left."""
HEIGHT, LINE = 300, 17
"""Of the picture, and of one line of words at its top, in CSS pixels."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is proposed at one amount or term; `annuity` None where it is not known."""

    value: float
    probability: float
    outcome: Outcome
    annuity: float | None = None


@dataclass(frozen=True, slots=True)
class Turning:
    """Between two neighbouring values the answer changes."""

    last: float
    first: float
    before: Outcome
    after: Outcome


@dataclass(frozen=True)
class _Drawn:
    """What every part of the figure needs."""

    steps: Sequence[Step]
    here: Step
    turns: Sequence[Turning]
    cut_off: float
    along: Along
    currency: str
    lang: Lang

    def told(self, value: float) -> str:
        """An amount in its currency, or a number of instalments."""
        if self.along == "amount":
            return money(value, self.lang, self.currency)
        return t("chart.response.terms", self.lang, count=number(value, self.lang))

    def word(self, outcome: Outcome) -> str:
        return t(f"chart.response.{outcome}", self.lang)

    @property
    def top(self) -> float:
        """Highest probability drawn, with room above for the words."""
        most = max(*(step.probability for step in self.steps), self.here.probability, self.cut_off)
        return 1.15 * most / (1 - LINE * (len(self.turns) + 1) / HEIGHT)


def response(
    steps: Sequence[Step],
    here: Step,
    turns: Sequence[Turning],
    cut_off: float,
    along: Along,
    currency: str,
    lang: Lang,
) -> Figure:
    """The curve with the limit, the offer as it stands now, and where the answer turns."""
    drawn = _Drawn(steps, here, turns, cut_off, along, currency, lang)
    return Figure(
        kind="response",
        lang=lang,
        chart=_chart(drawn),
        title=_title(drawn),
        conclusion=" ".join((_where(drawn), *_told_turns(drawn))),
        table=Table(
            (*heads(lang, f"response_{along}", "annuity"), *heads(lang, "probability", "proposed")),
            tuple(_row(drawn, step) for step in steps),
        ),
    )


def _title(drawn: _Drawn) -> str:
    lang, turns = drawn.lang, drawn.turns
    low, high = number(drawn.steps[0].value, lang), drawn.told(drawn.steps[-1].value)
    if not turns:
        outcome = drawn.word(drawn.here.outcome)
        return t("chart.response.title_same", lang, low=low, high=high, outcome=outcome)
    if len(turns) > 1:
        count = number(len(turns), lang)
        return t("chart.response.title_many", lang, count=count, low=low, high=high)
    only = turns[0]
    return t(
        "chart.response.title_one",
        lang,
        before=drawn.word(only.before),
        after=drawn.word(only.after),
        last=drawn.told(only.last),
    )


def _where(drawn: _Drawn) -> str:
    lang, here = drawn.lang, drawn.here
    return t(
        "chart.response.conclusion",
        lang,
        value=drawn.told(here.value),
        probability=aligned(here.probability, lang),
        cut_off=aligned(drawn.cut_off, lang),
        outcome=drawn.word(here.outcome),
    )


def _told_turns(drawn: _Drawn) -> list[str]:
    """Each turn in a sentence, where there are several: of one the title says it."""
    if len(drawn.turns) < 2:
        return []
    return [
        t(
            "chart.response.told_turn",
            drawn.lang,
            last=drawn.told(turn.last),
            before=drawn.word(turn.before),
            after=drawn.word(turn.after),
        )
        for turn in drawn.turns
    ]


def _row(drawn: _Drawn, step: Step) -> tuple[str, ...]:
    lang = drawn.lang
    annuity = money(step.annuity, lang, drawn.currency) if step.annuity is not None else "–"
    here = step.value == drawn.here.value
    value = drawn.told(step.value)
    return (
        t("chart.response.here_row", lang, value=value) if here else value,
        annuity,
        aligned(step.probability, lang),
        drawn.word(step.outcome),
    )


def _chart(drawn: _Drawn) -> Chart:
    import altair as alt

    layers = [*_limit(drawn), *_turns(drawn), *_curve(drawn), *_here(drawn)]
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def _x(drawn: _Drawn) -> alt.X:
    import altair as alt

    values = [step.value for step in drawn.steps]
    margin = 0.03 * (values[-1] - values[0])
    scale = alt.Scale(domain=[values[0] - margin, values[-1] + margin], nice=False, zero=False)
    named = {"currency": drawn.currency} if drawn.along == "amount" else {}
    title = t(f"chart.response.x_{drawn.along}", drawn.lang, **named)
    return alt.X("x:Q", scale=scale, title=title, axis=alt.Axis(format=",.0f", tickCount=6))


def _y(drawn: _Drawn) -> alt.Y:
    import altair as alt

    scale = alt.Scale(domain=[0, drawn.top], nice=False)
    title = t("chart.response.y", drawn.lang)
    return alt.Y("y:Q", scale=scale, title=title, axis=alt.Axis(format=".0%", tickCount=5))


def _curve(drawn: _Drawn) -> list[alt.Chart]:
    import altair as alt

    values = [
        {"x": step.value, "y": step.probability, "outcome": drawn.word(step.outcome)}
        for step in drawn.steps
    ]
    words = [drawn.word(outcome) for outcome in OUTCOMES]
    base = alt.Chart(alt.InlineData(values=values)).encode(x=_x(drawn), y=_y(drawn))
    marks = base.mark_point(filled=True, opacity=1, size=80).encode(
        color=alt.Color("outcome:N", scale=alt.Scale(domain=words, range=COLOURS)),
        shape=alt.Shape("outcome:N", scale=alt.Scale(domain=words, range=SHAPES)),
    )
    return [base.mark_line(color=MUTED, strokeWidth=1.5), marks.properties(name="steps")]


def _limit(drawn: _Drawn) -> list[alt.Chart]:
    import altair as alt

    lang = drawn.lang
    base = alt.Chart(alt.InlineData(values=[{"y": drawn.cut_off}])).encode(y=_y(drawn))
    words = t("chart.response.limit", lang, cut_off=aligned(drawn.cut_off, lang))
    rule = base.mark_rule(color=INK, strokeWidth=2).properties(name="limit")
    label = base.mark_text(align="right", dy=-8, dx=-4, color=INK)
    return [rule, label.encode(x=alt.value("width"), text=alt.value(words))]


def _turns(drawn: _Drawn) -> list[alt.Chart]:
    """A dotted line at each turn; its words at the top, one below the other, on the inner side."""
    import altair as alt

    layers: list[alt.Chart] = []
    middle = (drawn.steps[0].value + drawn.steps[-1].value) / 2
    for at, turn in enumerate(drawn.turns):
        words = t("chart.response.turn", drawn.lang, last=number(turn.last, drawn.lang))
        base = alt.Chart(alt.InlineData(values=[{"x": turn.last, "words": words}]))
        left = turn.last <= middle
        layers += [
            base.mark_rule(color=INK, strokeDash=list(DOTTED)).encode(x=_x(drawn)),
            base.mark_text(
                align="left" if left else "right", dx=6 if left else -6, baseline="top", color=INK
            ).encode(x=_x(drawn), y=alt.value(2 + LINE * at), text="words:N"),
        ]
    return layers


def _here(drawn: _Drawn) -> list[alt.Chart]:
    import altair as alt

    here, steps = drawn.here, drawn.steps
    values = [{"x": here.value, "y": here.probability}]
    base = alt.Chart(alt.InlineData(values=values)).encode(x=_x(drawn), y=_y(drawn))
    ring = base.mark_point(shape="circle", size=330, color=INK, strokeWidth=2.5, filled=False)
    end = (here.value - steps[0].value) / ((steps[-1].value - steps[0].value) or 1.0) > END
    rising = steps[-1].probability >= steps[0].probability
    # on the side of the ring where the curve is not
    align: Literal["left", "right"] = "right" if end else "left"
    word = base.mark_text(
        align=align, dy=24 if rising != end else -22, dx=-4 if end else 4, fontWeight="bold",
        color=INK,
    )  # fmt: skip
    label = word.encode(text=alt.value(t("chart.response.here", drawn.lang)))
    return [ring.properties(name="here"), label]
