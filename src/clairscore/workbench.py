"""The whole way for a notebook or a script: the commands as functions that give back values.

What the command line wires, this module wires as well: settings, keys, files, today's clock. Each
function is named like its command, and takes a path as text or as `Path`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, get_args

from clairscore.settings import Settings, load_settings

if TYPE_CHECKING:
    import polars as pl

    from clairscore.contract import CreditFile, Proposal, Recourse
    from clairscore.data.checks import Report
    from clairscore.data.synthetic.sinks import Format
    from clairscore.data.tables import Population
    from clairscore.decision.bundle import Bundle
    from clairscore.decision.explained import Explained
    from clairscore.decision.policy import Policy
    from clairscore.decision.telling import Register
    from clairscore.features.catalogue import Extent
    from clairscore.i18n import Lang
    from clairscore.modelling.documents import Document, Written
    from clairscore.modelling.evaluate import Evaluation
    from clairscore.modelling.fits import Fits
    from clairscore.modelling.recipe import Name
    from clairscore.modelling.run import Trained

Place: TypeAlias = str | PathLike[str]
Progress: TypeAlias = Callable[[str], None]

EPOCH_VARIABLE = "SOURCE_DATE_EPOCH"
"""The date of a reproducible build, in seconds: the same bytes on another day."""


def silent(step: str) -> None:
    """Tell nobody of the step."""


def synth(
    folder: Place,
    *,
    clients: int = 20_000,
    test_clients: int | None = None,
    seed: int = 0,
    format: Format = "csv",
) -> Path:
    """The folder, in which the seven tables of clients who do not exist were written."""
    from clairscore.data.synthetic import generate

    generate(Path(folder), clients=clients, test_clients=test_clients, seed=seed, format=format)
    return Path(folder)


def check(folder: Place) -> Report:
    """Every fault of a folder's files, and how many rows they have."""
    from clairscore.data.checks import check_folder

    return check_folder(Path(folder))


def train(
    folder: Place,
    bundles: Place | None = None,
    *,
    policy: Policy | None = None,
    recipe: Name = "default",
    extent: Extent = "full",
    seed: int = 20,
    fits: Fits | None = None,
    progress: Progress = silent,
    settings: Settings | None = None,
) -> Trained:
    """A bundle learnt from the folder's labelled applications, saved and signed under `bundles`.

    `.folder` is the bundle's, `.card` its figures, `.warnings` what a reader must hear. Bundles and
    the key that signs them are where the settings say, unless `bundles` is given. Files are read as
    they are: `check` tells whether they are sound.
    """
    from clairscore.decision.bundle import signing_key
    from clairscore.decision.policy import Policy
    from clairscore.decision.shelf import signing_key_path
    from clairscore.modelling.examinees import examinees
    from clairscore.modelling.fits import NO_FITS
    from clairscore.modelling.run import train_folder

    settings = settings or load_settings()
    place = Path(bundles or settings.bundles)
    return train_folder(
        Path(folder),
        place,
        policy=policy or Policy(),
        applicants=examinees(),
        signing_key=signing_key(signing_key_path(settings, place)),
        now=now(),
        recipe=recipe,
        extent=extent,
        seed=seed,
        fits=fits or NO_FITS,
        progress=progress,
    )


def evaluate(
    *folders: Place,
    folds: int = 5,
    seeds: int = 3,
    extent: Extent = "plain",
    against: Extent | None = None,
    seed: int = 20,
    progress: Progress = silent,
) -> Evaluation:
    """Figures by cross-validation on the folders' labelled clients, each with its interval.

    `against` adds the paired difference from another catalogue, on the same folds.
    """
    from clairscore.modelling.evaluate import evaluate as evaluated

    read = [Path(each) for each in folders]
    return evaluated(
        read, folds=folds, seeds=seeds, extent=extent, against=against, seed=seed, progress=progress
    )


def load_bundle(place: Place | None = None) -> Bundle:
    """The bundle of that folder, or the newest of a folder of bundles, once it passed its exam.

    Without a place, the newest of the settings' folder. BadBundle where its signature is not
    trusted, its bytes were changed, or it does not reproduce its own answers.
    """
    from clairscore.decision.shelf import load_bundle as loaded

    return loaded(load_settings(), None if place is None else Path(place))


def credit_file(place: Place, client: int | None = None) -> CreditFile:
    """One applicant's file: of a JSON file or, where a client is named, of a folder's tables.

    BadCreditFile tells every violation of the JSON, BadInput that file or client are not there.
    """
    from clairscore.data.credit_file import from_tables, parse
    from clairscore.data.tables import read_folder
    from clairscore.errors import BadInput

    path = Path(place)
    if client is not None:
        return from_tables(read_folder(path, population=available(path)), client)
    if not path.is_file():
        raise BadInput(f"{path}: no such file; expected one applicant's credit file as JSON")
    return parse(path.read_bytes())


def available(folder: Path) -> Population:
    """Which applications a folder has: labelled ones, test ones, or both."""
    from clairscore.data.folder import locate

    found = locate(folder)
    train, test = "application_train" in found, "application_test" in found
    return "both" if train and test else "test" if test else "train"


def explain(
    bundle: Bundle, proposal: Proposal, *, lang: Lang | None = None, register: Register = "client"
) -> Explained:
    """Why the bundle proposed this: in words for the reader that `register` names, and exactly."""
    from clairscore.decision.explained import explained
    from clairscore.decision.telling import Teller

    settings = load_settings()
    language = lang or settings.language
    teller = Teller.of(bundle, language, settings.currency, settings.sources)
    return explained(proposal, teller, register)


def recourse(bundle: Bundle, credit_file: CreditFile) -> tuple[Recourse, ...]:
    """At most three changes of the offer that would have the loan granted, each tried; maybe none.

    An offer that is granted as it stands has none.
    """
    from clairscore.decision.recourse import recourses

    return recourses(bundle, credit_file, as_of=load_settings().as_of)


def score(bundle: Bundle, folder: Place, *, population: Population = "test") -> pl.DataFrame:
    """A proposal for every application of the folder, one row each, by rising SK_ID_CURR."""
    from clairscore.data.tables import read_folder
    from clairscore.decision.decide_book import decide_book

    tables = read_folder(Path(folder), population=population)
    return decide_book(bundle, tables, as_of=load_settings().as_of)


def card(bundle: Place, out: Place, *, document: Document | None = None) -> tuple[Written, ...]:
    """The note, model card and slides of a bundle's folder, or one of them, as HTML and PDF.

    Every number comes from the bundle and from the run recorded beside it.
    """
    from clairscore.modelling.documents import Document, Sources, read_records, write_documents

    folder = Path(bundle)
    run = folder.with_name(f"{folder.name}.run.json")
    records = read_records(load_bundle(folder), Sources(run if run.exists() else None))
    return write_documents(records, Path(out), (document,) if document else get_args(Document))


def now() -> datetime:
    """The time of this run in UTC, or that of the environment's reproducible build."""
    fixed = os.environ.get(EPOCH_VARIABLE, "")
    return datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else datetime.now(UTC)
