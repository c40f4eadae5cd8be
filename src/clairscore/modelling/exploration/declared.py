"""A feature as declared, and the proof that one application alone equals its row in a book."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from clairscore.charts import Table
from clairscore.data.credit_file import credit_files, frames
from clairscore.data.schema import APPLICATION, CLIENT_KEY
from clairscore.data.synthetic import tables as invented_tables
from clairscore.decision.wording import Style, describe, told_value
from clairscore.features.catalogue import Catalogue
from clairscore.features.compute import book
from clairscore.features.online import OneApplicant
from clairscore.features.spec import Feature
from clairscore.i18n import Lang, number, sentence, t
from clairscore.modelling.exploration.tables import heads

CLIENTS, SEED = 40, 11
DIRECTIONS = {-1: "falls", 0: "free", 1: "rises"}


def declared(feature: Feature, lang: Lang) -> Table:
    """What a feature's declaration says, line by line."""
    empty = "as_missing"
    values = {}
    if feature.empty is not None:
        empty, values = "as_zero", {"value": number(feature.empty, lang, 1)}
    answers = {
        "name": feature.name,
        "description": describe(feature, lang),
        "theme": t(f"theme.{feature.theme}.name", lang),
        "reads": ", ".join(f"{table}.{column}" for table, column in sorted(feature.reads)),
        "statistic": feature.statistic,
        "empty": t(f"explore.feature.{empty}", lang, **values),
        "direction": t(f"explore.feature.{DIRECTIONS[feature.monotone]}", lang),
    }
    rows = tuple((t(f"explore.feature.{name}", lang), told) for name, told in answers.items())
    return Table(heads(lang, "what", "answer"), rows)


def alone_and_in_book(catalogue: Catalogue, shown: Sequence[str], lang: Lang) -> tuple[Table, str]:
    """An invented application computed alone and among forty: the shown features, and a sentence.

    The sentence counts, over the whole catalogue, the features whose bits differ.
    """
    made = {name: frame.lazy() for name, frame in invented_tables(CLIENTS, SEED).items()}
    client = int(made[APPLICATION].select(CLIENT_KEY).collect()[CLIENT_KEY].min())  # type: ignore[arg-type]
    alone = OneApplicant(catalogue, slots=1).features(frames(credit_files(made, [client])[client]))
    rows = book(made, catalogue).filter(**{CLIENT_KEY: client})
    together = rows.select(catalogue.names).to_numpy()[0].astype(np.float32)
    different = int((~_same(alone, together)).sum())
    said = t(
        "explore.equal",
        lang,
        count=number(len(catalogue), lang),
        different=number(different, lang),
    )
    places = [catalogue.names.index(name) for name in shown]
    told = tuple(
        (
            sentence(describe(catalogue[catalogue.names[at]], lang)),
            *(_told(catalogue.features[at], float(side[at]), lang) for side in (alone, together)),
        )
        for at in places
    )
    return Table(heads(lang, "feature", "alone", "in_book"), told), said


def _same(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.asarray((one == other) | (np.isnan(one) & np.isnan(other)))


def _told(feature: Feature, value: float, lang: Lang) -> str:
    return told_value(feature, None if math.isnan(value) else value, Style.of(lang, None))
