"""docs/scale.md and its picture from the points of `bench.scale`; run alone, writes them again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.page import machine
from bench.scale import Point

CORES = (8, 32)
"""Of the clusters that were not measured."""
HERE_CORES = CLUSTER_CORES = 2
LARGEST = 100_000_000
IMAGE = "scale.svg"
NAMES = {"here": "this machine, 2 cores", "cluster": "Spark: 2 workers of 1 core"}

TITLE = """# From which size a cluster pays

`python -m bench scale` measures every point and writes this page from `bench/records/scale.json`. A
book in parts is decided with contributions: this machine does its parts in turn, a standalone Spark
cluster (a master, two workers of one core each, on the same two cores) gives each part to a task.
Wall seconds of the whole command; the cluster runs already.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """Seconds to decide n clients: start + a_million x n / 1,000,000."""

    start: float
    a_million: float

    @classmethod
    def through(cls, found: Sequence[Point]) -> Line:
        """Least squares of the relative error, never below zero."""
        n = np.array([each.clients / 1e6 for each in found])
        seconds = np.array([each.seconds for each in found])
        rows = np.stack([np.ones_like(n), n], axis=1) / seconds[:, None]
        start, slope = np.linalg.lstsq(rows, np.ones(len(n)), rcond=None)[0]
        return cls(max(float(start), 0.0), float(slope))

    def at(self, clients: float) -> float:
        return self.start + self.a_million * clients / 1e6

    def on(self, cores: int) -> Line:
        """The cluster's line with other cores: the start stays, the work is shared out evenly."""
        return Line(self.start, self.a_million * CLUSTER_CORES / cores)

    def meets(self, other: Line) -> float | None:
        """Clients from which the other is faster; None where it never is."""
        gained = self.a_million - other.a_million
        return max(other.start - self.start, 0.0) / gained * 1e6 if gained > 0 else None


def write_scale(docs: Path, records: Path) -> None:
    """Write the page and the picture from one run's records."""
    found = {each["key"]: each for each in json.loads(records.read_text(encoding="utf-8"))}
    record = found["scale"]
    measured = [Point(**each) for each in record["details"]["points"]]
    (docs / "images").mkdir(exist_ok=True)
    (docs / "images" / IMAGE).write_text(picture(measured), encoding="utf-8")
    (docs / "scale.md").write_text(page(measured, record, found["book"]), encoding="utf-8")


def lines(found: Sequence[Point]) -> tuple[Line, Line]:
    """This machine's and the measured cluster's."""
    here = Line.through([each for each in found if each.by == "here"])
    return here, Line.through([each for each in found if each.by == "cluster"])


def page(found: Sequence[Point], record: Mapping[str, Any], book: Mapping[str, Any]) -> str:
    """The page in Markdown."""
    here, cluster = lines(found)
    about = (
        f"{record['data']}; `{record['command']}`; {machine(record['machine'])}; {record['date']}."
    )
    return "\n".join(
        [
            TITLE,
            f"![{alternative(here, cluster)}](images/{IMAGE})\n",
            f"{conclusion(here, cluster)}\n",
            f"The largest book: {book['n']:,} clients on this machine alone, {book['measured']}.\n",
            table(found),
            "",
            HONEST,
            about,
            "",
        ]
    )


HONEST = """The dashed lines are **calculated, not measured**: the cluster's start stays as
measured, and its work is shared out evenly among the cores. That holds as long as there are more
parts than cores and the shared disk delivers; a cluster's network was not measured, since all of
it ran on one machine. Memory never asks for a cluster: it holds one part, whatever the book. What
a cluster buys is time, and that it goes on when a machine does not.
"""


def conclusion(here: Line, cluster: Line) -> str:
    """What the picture shows, in sentences."""
    extra = cluster.a_million / here.a_million - 1
    compared = "more" if extra >= 0 else "less"
    told = (
        f"On the same two cores a cluster needs {abs(extra):.0%} {compared} time a client, and"
        f" {cluster.start:.0f} s to begin instead of {here.start:.0f} s."
    )
    return " ".join([told, *(pays(here, cluster.on(cores), cores) for cores in CORES)])


def pays(here: Line, cluster: Line, cores: int) -> str:
    clients = here.meets(cluster)
    if clients is None:
        return f"With {cores} cores it would never be faster than this machine."
    return (
        f"With {cores} cores it would be faster than this machine from about"
        f" {rounded(clients):,} clients, and decide ten million in"
        f" {cluster.at(1e7) / 60:.0f} minutes instead of {here.at(1e7) / 60:.0f} (calculated)."
    )


def rounded(clients: float) -> int:
    """To one significant digit: the rest is chance."""
    digits = len(str(int(clients))) - 1
    return int(round(clients, -digits)) if clients >= 1 else 1


def alternative(here: Line, cluster: Line) -> str:
    return f"Seconds by clients, both axes logarithmic. {conclusion(here, cluster)}"


def table(found: Sequence[Point]) -> str:
    """Every measured point."""
    head = ("clients", "by", "wall seconds", "CPU-seconds", "peak memory of the command")
    rows = [head, ("---:", "---", "---:", "---:", "---:")]
    names = {**NAMES, "one worker": "Spark: 1 worker of 1 core"}
    for each in sorted(found, key=lambda point: (point.clients, point.by)):
        rows.append(
            (
                f"{each.clients:,}",
                names[each.by],
                f"{each.seconds:,.0f}",
                f"{each.cpu:,.0f}",
                f"{each.peak_gb:.2f} GB",
            )
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def picture(found: Sequence[Point]) -> str:
    """Measured points with solid lines between them, calculated clusters dashed, as SVG."""
    import altair as alt
    import vl_convert

    from clairscore.charts.theme import NUMBERS, config, font_folder

    here, cluster = lines(found)
    vl_convert.register_font_directory(str(font_folder()))
    whole = alt.layer(*measured_marks(found), *calculated_marks(here, cluster))
    spec = {**whole.properties(width=520, height=320).to_dict(), "config": config()}
    drawn: str = vl_convert.vegalite_to_svg(spec, format_locale=NUMBERS["en"], allowed_base_urls=[])
    return drawn


def axes() -> tuple[Any, Any]:
    import altair as alt

    x = alt.X(
        "clients:Q",
        title="clients in the book",
        scale=alt.Scale(type="log", domain=[30_000, LARGEST], nice=False),
        axis=alt.Axis(format="~s", values=[1e5, 1e6, 1e7, 1e8]),
    )
    y = alt.Y(
        "seconds:Q",
        title="wall time",
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(
            values=[10, 60, 600, 3_600, 36_000],
            labelExpr="{10:'10 s',60:'1 min',600:'10 min',3600:'1 h',36000:'10 h'}[datum.value]",
        ),
    )
    return x, y


def measured_marks(found: Sequence[Point]) -> list[Any]:
    """Circles and squares joined by lines: blue this machine, rust the cluster."""
    import altair as alt

    from clairscore.charts.theme import HIGHER, LOWER

    x, y = axes()
    marks = []
    for by, colour, shape in (("here", LOWER, "circle"), ("cluster", HIGHER, "square")):
        values = [
            {"clients": each.clients, "seconds": each.seconds} for each in found if each.by == by
        ]
        base = alt.Chart(alt.InlineData(values=values)).encode(x=x, y=y)
        marks += [
            base.mark_line(color=colour),
            base.mark_point(color=colour, shape=shape, filled=True, size=60),
        ]
        last = max(values, key=lambda each: each["clients"])
        named = alt.Chart(alt.InlineData(values=[last])).encode(x=x, y=y)
        above = by == "here"
        marks.append(
            named.mark_text(color=colour, align="right", dx=-8, dy=-10 if above else -14).encode(
                text=alt.value(f"{NAMES[by]} (measured)")
            )
        )
    return marks


def calculated_marks(here: Line, cluster: Line) -> list[Any]:
    """What was not measured, dashed: this machine further on, and larger clusters."""
    import altair as alt

    from clairscore.charts.theme import DASHED, HIGHER, LOWER

    x, y = axes()
    clients = np.geomspace(30_000, LARGEST, 60)
    drawn = [("this machine", here, LOWER)]
    drawn += [(f"Spark, {cores} cores", cluster.on(cores), HIGHER) for cores in CORES]
    marks = []
    for name, line, colour in drawn:
        values = [{"clients": float(n), "seconds": line.at(n)} for n in clients]
        base = alt.Chart(alt.InlineData(values=values)).encode(x=x, y=y)
        marks.append(base.mark_line(color=colour, strokeDash=list(DASHED), strokeWidth=1.5))
        end = alt.Chart(alt.InlineData(values=values[-1:])).encode(x=x, y=y)
        marks.append(
            end.mark_text(color=colour, align="left", dx=6).encode(
                text=alt.value(f"{name} (calculated)")
            )
        )
    return marks


if __name__ == "__main__":
    write_scale(Path("docs"), Path("bench/records/scale.json"))
