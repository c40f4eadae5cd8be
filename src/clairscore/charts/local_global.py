"""What weighs in one application beside what weighs in the model: the same themes and measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clairscore.charts.figure import Figure, Table
from clairscore.charts.marks import Drawn, Key, Row, layered, mark, number_of
from clairscore.charts.reasons import Bar, weights
from clairscore.charts.stacked import BAR, Stack
from clairscore.charts.theme import INK, LOWER, LOWER_TINT
from clairscore.charts.wording import heads
from clairscore.i18n import Lang, number, t


def local_global(themes: Sequence[Bar], usual: Mapping[str, float], lang: Lang) -> Figure:
    """Each theme's part of a hundred in this application and, by label, in the model (`usual`)."""
    parts = [abs(part) for part in weights(themes)]
    order = sorted(
        zip((bar.label for bar in themes), parts, strict=True), key=lambda pair: -pair[1]
    )
    apart = max(order, key=lambda pair: abs(pair[1] - usual.get(pair[0], 0.0)))
    here, model = number(apart[1], lang), number(usual.get(apart[0], 0.0), lang)
    form = "more" if apart[1] >= usual.get(apart[0], 0.0) else "less"
    return Figure(
        kind="local_global",
        lang=lang,
        chart=_drawn(order, usual, lang),
        title=t(f"chart.local_global.title_{form}", lang, theme=apart[0]),
        conclusion=t("chart.local_global.conclusion", lang, theme=apart[0], here=here, model=model),
        table=Table(
            heads(lang, "theme", "this_file", "the_model"),
            tuple(
                (label, number(part, lang, 1), number(usual.get(label, 0.0), lang, 1))
                for label, part in order
            ),
        ),
    )


def _drawn(order: Sequence[tuple[str, float]], usual: Mapping[str, float], lang: Lang) -> Drawn:
    words = [t(f"chart.local_global.{name}", lang) for name in ("file", "model")]
    stack = Stack([label for label, _ in order])
    own: list[Row] = [
        {"place": stack.bar(at), "part": part, "of": words[0]} for at, (_, part) in enumerate(order)
    ]
    model: list[Row] = [
        {"place": stack.bar(at), "part": usual.get(label, 0.0), "of": words[1]}
        for at, (label, _) in enumerate(order)
    ]
    axis: Drawn = {"format": ".0f", "tickCount": 5}
    x = number_of("part", None, axis, t("chart.local_global.x", lang))
    place = {"x": x, "y": stack.y("place")}
    bar: Drawn = {"type": "bar", "orient": "horizontal", "height": BAR}
    key = Key("of", words)
    signs = {
        "shape": key.of("square", "diamond"),
        "color": key.of(LOWER_TINT, INK),
        "stroke": key.of(LOWER, INK),
    }
    point: Drawn = {"type": "point", "filled": True, "size": 110, "opacity": 1}
    layers = [
        stack.words(),
        mark(
            {**bar, "color": LOWER_TINT, "stroke": LOWER},
            own,
            {**place, "x2": {"datum": 0}},
            "file",
        ),
        mark(point, model, {**place, **signs}, "model"),
    ]
    return layered(layers, stack.height)
