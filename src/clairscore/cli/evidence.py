"""`evidence`: every figure that a reviewer of a model asks for, as one JSON file."""

from __future__ import annotations

import json as json_
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clairscore.cli.figures import figure_rows
from clairscore.cli.intake import Unchecked, require_sound
from clairscore.cli.options import Bundle, Folder, Json, Language, Seed
from clairscore.cli.terminal import complain, note, show, show_json, table
from clairscore.errors import BadSetting
from clairscore.i18n import Lang, known, t

if TYPE_CHECKING:
    from clairscore.modelling.evidence import Evidence

Out = Annotated[Path, typer.Option("--out", "-o", metavar="FILE.json", show_default=False)]


def add_to(app: typer.Typer) -> None:
    """Give the program its command `evidence`."""
    app.command("evidence")(evidence)


def evidence(
    folder: Folder,
    out: Out,
    bundle: Bundle = None,
    seed: Seed = 20,
    unchecked: Unchecked = False,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Write the evidence of a bundle, from the folder it was trained on."""
    from clairscore.decision.shelf import bundle_folder, load_bundle
    from clairscore.modelling import answers
    from clairscore.modelling.evidence import gather
    from clairscore.settings import load_settings

    require_json(out)
    settings = load_settings()
    place = bundle_folder(settings, bundle)
    model = load_bundle(settings, place)
    told = answers.read(answers.beside(place))
    require_sound(folder, unchecked, lang)
    found = gather(
        folder, model, told, seed=seed, progress=lambda step: note(step_name(step, lang))
    )
    for warning in found.warnings:
        complain(warning)
    write_json(found.as_json(), out)
    note(t("cli.written", lang, file=str(out)))
    if json:
        show_json(found.as_json())
    else:
        _show(found, lang)


def step_name(step: str, lang: Lang) -> str:
    """A step of the evidence in words; its own name where it has none."""
    key = f"cli.evidence.step.{step.replace(' ', '_').replace(',', '')}"
    return t(key, lang) if known(key, lang) else step


def require_json(out: Path) -> None:
    """BadSetting for a file that is not named `.json`; asked before the work."""
    if out.suffix.lower() != ".json":
        raise BadSetting(f"--out {out}: expected a file name that ends in .json")


def write_json(record: object, out: Path) -> None:
    """Write a record as JSON without NaN, whole or not at all."""
    from clairscore.data.files import write_atomically

    out.parent.mkdir(parents=True, exist_ok=True)
    with write_atomically(out) as draft:
        draft.write_text(
            json_.dumps(record, indent=1, ensure_ascii=False, allow_nan=False), encoding="utf-8"
        )


def _show(found: Evidence, lang: Lang) -> None:
    told = table(
        *(t(f"cli.evaluate.column.{name}", lang) for name in ("figure", "value", "interval")),
        title=t("cli.evidence.title", lang, bundle=found.bundle),
        right=(1, 2),
    )
    for row in figure_rows(found.test.figures.as_json(), lang):
        told.add_row(*row)
    show(told)
