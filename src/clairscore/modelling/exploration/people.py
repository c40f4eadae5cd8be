"""Whom a notebook is about: the clients of a folder that is set, or invented ones."""

from __future__ import annotations

from pathlib import Path

from clairscore.data.synthetic import generate, invented
from clairscore.i18n import Lang, t
from clairscore.settings import Settings

CLIENTS, TEST_CLIENTS, SEED = 1_500, 400, 3


def data_folder(settings: Settings, scratch: Path) -> Path:
    """The folder that is set for notebooks; else invented clients, made in `scratch`."""
    if settings.notebook_data is not None:
        return settings.notebook_data
    folder = scratch / "data"
    generate(folder, clients=CLIENTS, test_clients=TEST_CLIENTS, seed=SEED)
    return folder


def provenance(folder: Path, lang: Lang) -> str:
    """One sentence: whether the clients are invented, or where their files lie."""
    if invented(folder):
        return t("explore.invented", lang)
    return t("explore.given", lang, folder=folder.name)
