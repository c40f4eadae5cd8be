"""What is recorded of a run: parameters, metrics, data and files, named alike for every command."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from clairscore.decision.bundle import Json
from clairscore.i18n import Lang

if TYPE_CHECKING:
    from clairscore.decision.bundle import Description
    from clairscore.modelling.evaluate import Evaluation
    from clairscore.modelling.run import Trained

Command = Literal["train", "evaluate", "compare", "tune"]
Value = TypeVar("Value")
NOTE = "mlflow.note.content"
"""Tag that MLflow shows as the description of a run, in Markdown."""


@dataclass(frozen=True)
class Tracked:
    """One run. `metrics` have the names of the figures, the same in every command.

    `data` is the sha256 of each file read, `texts` and `files` are its artifacts, texts by name.
    `children` are its parts, such as the candidates of a comparison.
    """

    command: Command
    name: str
    started: datetime
    ended: datetime
    parameters: dict[str, Json]
    metrics: dict[str, float]
    data: Mapping[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    files: tuple[Path, ...] = ()
    children: tuple[Tracked, ...] = ()


def of_training(trained: Trained, started: datetime, ended: datetime, lang: Lang) -> Tracked:
    """The run that `train` made, with what it took, its figures and the files beside the bundle."""
    from clairscore.modelling.tracking.drawings import drawings

    manifest = _read(_beside(trained.folder, "run.json"))
    run = _of_bundle(
        trained.folder, trained.card, manifest["data"], manifest["versions"], (started, ended)
    )
    took = {name: manifest[name] for name in ("cpu_seconds", "peak_memory_mb")}
    return replace(
        run,
        metrics=run.metrics
        | named("seconds", trained.seconds)
        | took
        | {"seconds": sum(trained.seconds.values())},
        tags=run.tags | warned(trained.warnings),
        texts=run.texts | drawings(trained.card, lang),
        files=tuple(_beside(trained.folder, name) for name in ("run.json", "folds.parquet")),
    )


def of_description(described: Description, folder: Path) -> Tracked:
    """The run of a bundle whose training was not recorded here, from what it says of itself."""
    made = datetime.fromisoformat(described.created)
    return _of_bundle(folder, described.card, described.data, described.versions, (made, made))


def of_evaluation(
    found: Evaluation, spent: Mapping[str, float], started: datetime, ended: datetime
) -> Tracked:
    """The run that `evaluate` made; `spent` are its seconds and memory."""
    gains = found.difference
    return Tracked(
        command="evaluate",
        name=f"{found.catalogue}, {found.seeds} x {found.folds} folds",
        started=started,
        ended=ended,
        parameters=named("recipe", asdict(found.recipe))
        | {
            "catalogue": found.catalogue,
            "tables": ", ".join(found.tables),
            "features": found.features,
            "folds": found.folds,
            "seeds": found.seeds,
            "cost_ratio": found.ratio,
        },
        metrics=figure_metrics(found.figures.as_json(), found.ratio)
        | (named("gain", flat(asdict(gains))) if gains else {})
        | dict(spent),
        data=found.data,
        tags=warned(found.warnings) | ({"against": gains.against} if gains else {}),
        texts={"evaluation.json": json.dumps(found.as_json(), indent=1)},
    )


def figure_metrics(figures: Mapping[str, Json], ratio: float) -> dict[str, float]:
    """Each figure by its name, the ends of its interval as `<name>_low` and `<name>_high`."""
    return flat(figures) | {"accuracy_at_cut_off": accuracy_at_cut_off(figures, ratio)}


def accuracy_at_cut_off(figures: Mapping[str, Json], ratio: float) -> float:
    """Share of clients granted without, or refused with, difficulties.

    From the cost and the share granted: cost = ratio x granted with difficulties + refused without.
    """
    told = flat(figures)
    cost, granted = told["cost_per_1000"] / 1_000, told["granted_share"]
    without = 1 - told["difficulties"] / told["clients"]
    missed = (cost - without + granted) / (ratio + 1)
    return 1 - (missed + without - (granted - missed))


def _of_bundle(
    folder: Path,
    card: Mapping[str, Json],
    data: Mapping[str, str],
    versions: Mapping[str, str],
    between: tuple[datetime, datetime],
) -> Tracked:
    ratio = float(_read(folder / "policy.json")["cost_ratio"])
    return Tracked(
        command="train",
        name=folder.name,
        started=between[0],
        ended=between[1],
        parameters=named("recipe", _object(card["recipe"])) | {"cost_ratio": ratio},
        metrics=figure_metrics(_object(card["out_of_fold"]), ratio)
        | named("test", figure_metrics(_object(card["test"]), ratio))
        | named("model", _model(card)),
        data=data,
        tags={"bundle": folder.name} | named("version", versions),
        texts={"card.json": json.dumps(dict(card), indent=1)},
    )


def _model(card: Mapping[str, Json]) -> dict[str, float]:
    """What the served model is: rounds, features, calibration, cut-off."""
    rounds, features = _object(card["rounds"]), _object(card["features"])
    transfer = _object(_object(card["calibration"])["transfer"])
    chosen = {"rounds": rounds["served"], "features": features["served"]}
    return flat(chosen | {name: transfer[name] for name in ("slope", "intercept")}) | {
        f"cut_off_{name}": value for name, value in flat(_object(card["cut_off"])).items()
    }


def flat(figures: Mapping[str, Json]) -> dict[str, float]:
    """Numbers by name, the ends of an interval beside its value; what is no number is left out."""
    found: dict[str, float] = {}
    for name, value in figures.items():
        if isinstance(value, dict):
            ends = flat({end: value[end] for end in ("low", "high") if end in value})
            found |= flat({name: value.get("value")}) | {f"{name}_{e}": v for e, v in ends.items()}
        elif isinstance(value, int | float) and math.isfinite(value):
            found[name] = float(value)
    return found


def named(prefix: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """The values with a first name, which MLflow shows as a group."""
    return {f"{prefix}/{name}": value for name, value in values.items()}


def warned(warnings: Sequence[str]) -> dict[str, str]:
    """The tag that holds the sentences that a reader must hear, if any."""
    return {"warnings": "\n".join(warnings)} if warnings else {}


def _object(value: Json) -> dict[str, Json]:
    assert isinstance(value, dict)
    return value


def _beside(bundle: Path, name: str) -> Path:
    return bundle.with_name(f"{bundle.name}.{name}")


def _read(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found
