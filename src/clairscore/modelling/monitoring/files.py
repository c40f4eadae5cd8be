"""Both sides from a folder: application_train is the reference, application_test applies now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from clairscore.data.folder import locate
from clairscore.data.schema import APPLICATION, CLIENT_KEY
from clairscore.data.tables import labels, read_folder
from clairscore.decision.bundle import (
    Bundle,
    features_reference,
    reference_of,
    score_reference,
)
from clairscore.decision.decide_book import Book, decide_book, features_of_book
from clairscore.errors import BadInput
from clairscore.modelling import answers
from clairscore.modelling.answers import Part, RunAnswers
from clairscore.modelling.population import UNLABELLED
from clairscore.monitoring.sides import Applicants, Rows, Yardstick, of_bundle

Progress = Callable[[str], None]


def answers_beside(bundle: Path) -> RunAnswers | None:
    """What training left beside its bundle, None where it is not there."""
    path = answers.beside(bundle)
    return answers.read(path) if path.exists() else None


def with_outcomes(bundle: Bundle, found: RunAnswers | None) -> Bundle:
    """The bundle with outcomes by class of its score, from the answers where it kept none."""
    if bundle.reference.score is not None or found is None:
        return bundle
    part, limit = found.out_of_fold, bundle.policy.cut_off_log_odds
    score = score_reference(part.log_odds, part.y, limit)
    return replace(bundle, reference=replace(bundle.reference, score=score))


def sides(
    folder: Path, bundle: Bundle, found: RunAnswers | None, progress: Progress = lambda _: None
) -> tuple[Yardstick, Applicants]:
    """The yardstick and the applicants of a folder; BadInput without application_test."""
    if UNLABELLED not in locate(folder):
        raise BadInput(f"{folder}: found no {UNLABELLED}; expected it beside application_train")
    progress("reference")
    yardstick = reference(folder, bundle, found)
    progress("current")
    return yardstick, applicants(folder, bundle)


def reference(folder: Path, bundle: Bundle, found: RunAnswers | None) -> Yardstick:
    """The labelled clients of a folder.

    Of those whom the model has learnt from, out-of-fold answers are taken, and the bundle's own
    histograms; others are judged by the model as it serves.
    """
    book = features_of_book(bundle, read_folder(folder, population="train"))
    outcomes = labels(folder)
    learnt = _learnt(found, outcomes)
    if learnt is not None:
        honest = np.array([not feature.learns_outcome for feature in bundle.catalogue])
        rows = Rows(book.matrix, learnt.log_odds, learnt.y, honest)
        return of_bundle(_with_served(bundle, book, found), rows)
    return _strangers(bundle, book, outcomes)


def applicants(folder: Path, bundle: Bundle) -> Applicants:
    """The unlabelled clients of a folder, every one read."""
    tables = read_folder(folder, population="test")
    book = features_of_book(bundle, tables)
    proposals = decide_book(bundle, tables, computed=book)
    return Applicants(
        log_odds=proposals["log_odds"].to_numpy(),
        matrix=book.matrix,
        read=np.arange(len(book.clients)),
        proposals=proposals,
        source=UNLABELLED,
        applications=tables[APPLICATION].collect(),
        reference_applications=read_folder(folder, population="train")[APPLICATION].collect(),
    )


def _learnt(found: RunAnswers | None, outcomes: pl.DataFrame) -> Part | None:
    """The answers by rising client, where they are of these very clients and outcomes."""
    if found is None:
        return None
    whole = _joined(found.out_of_fold, found.test)
    clients, y = outcomes[CLIENT_KEY].to_numpy(), outcomes["TARGET"].to_numpy()
    order = np.argsort(clients, kind="stable")
    same = np.array_equal(whole.clients, clients[order]) and np.array_equal(whole.y, y[order] == 1)
    return whole if same else None


def _with_served(bundle: Bundle, book: Book, found: RunAnswers | None) -> Bundle:
    """The bundle with what the untouched test clients say of features that learn from outcomes."""
    if bundle.reference.served or found is None:
        return bundle
    rows = np.searchsorted(book.clients, found.test.clients)
    learnt = [at for at, feature in enumerate(bundle.catalogue) if feature.learns_outcome]
    names = [bundle.features[at] for at in learnt]
    served = features_reference(book.matrix[rows][:, learnt], names)
    return replace(bundle, reference=replace(bundle.reference, served=served))


def _joined(first: Part, second: Part) -> Part:
    clients = np.concatenate([first.clients, second.clients])
    order = np.argsort(clients, kind="stable")
    return Part(
        clients[order],
        np.concatenate([first.y, second.y])[order],
        np.concatenate([first.fold, second.fold])[order],
        np.concatenate([first.log_odds, second.log_odds])[order],
    )


def _strangers(bundle: Bundle, book: Book, outcomes: pl.DataFrame) -> Yardstick:
    y = outcomes.sort(CLIENT_KEY)["TARGET"].to_numpy().astype(np.bool_)
    log_odds = bundle.scorer.log_odds(book.matrix)
    kept = reference_of(book.matrix, bundle.features, log_odds)
    score = score_reference(log_odds, y, bundle.policy.cut_off_log_odds)
    rows = Rows(book.matrix, log_odds, y, np.ones(len(bundle.features), dtype=np.bool_))
    return Yardstick(len(y), kept.features, score, "application_train", rows)
