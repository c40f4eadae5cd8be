"""A report as files: its page in both languages, its values as JSON, Evidently's page beside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from clairscore.data.files import write_atomically
from clairscore.decision.bundle import Bundle, Json
from clairscore.i18n import LANGUAGES
from clairscore.modelling.monitoring.page import page
from clairscore.monitoring import told
from clairscore.monitoring.report import Report

EVIDENTLY, VALUES = "evidently.html", "report.json"


def as_json(report: Report, bundle: Bundle, currency: str | None) -> dict[str, Json]:
    """The report's values with its conclusion and actions in words, by language."""
    words: dict[str, Json] = {}
    steps: dict[str, Json] = {}
    for lang in LANGUAGES:
        said = told.describer(bundle, lang)
        words[lang] = list(told.conclusion(report, said, lang, currency))
        steps[lang] = [told.action(each, said, lang) for each in report.actions]
    return {**report.as_json(), "conclusion": words, "proposed": steps}


def write(
    report: Report,
    bundle: Bundle,
    values: Mapping[str, Json],
    out: Path,
    currency: str | None,
    evidently: str | None,
) -> tuple[Path, ...]:
    """The files written into a folder, each whole or not at all."""
    out.mkdir(parents=True, exist_ok=True)
    beside = None if evidently is None else EVIDENTLY
    texts = {
        f"report.{lang}.html": page(report, bundle, lang, currency=currency, beside=beside)
        for lang in LANGUAGES
    }
    texts[VALUES] = json.dumps(values, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    if evidently is not None:
        texts[EVIDENTLY] = evidently
    for name, text in texts.items():
        with write_atomically(out / name) as draft:
            draft.write_text(text, encoding="utf-8")
    return tuple(out / name for name in texts)
