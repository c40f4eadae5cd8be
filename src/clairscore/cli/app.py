"""The command line put together: one program, its commands, and what an error looks like."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.core import TyperCommand, TyperGroup

from clairscore.cli import (
    audit,
    bundles,
    comparison,
    data,
    database,
    decisions,
    demonstration,
    documents,
    evaluation,
    evidence,
    exclusions,
    fairness,
    gates,
    holding,
    keeping,
    keys,
    matrix,
    monitoring,
    outcomes,
    portfolios,
    recalibration,
    registry,
    reigning,
    runs,
    scoring,
    screens,
    serving,
    training,
    tuning,
    users,
    watching,
)
from clairscore.cli import settings as settings_command
from clairscore.cli.terminal import complain, show
from clairscore.cli.wording import HELP, chosen_language, word_panels, worded
from clairscore.errors import ClairscoreError, MissingExtra
from clairscore.i18n import Lang, t

DEBUG = "--debug"
EXTRAS = dict.fromkeys(("sqlalchemy", "alembic", "argon2", "psycopg"), "api")
"""Libraries of optional parts, by the part that brings them."""


def main() -> None:
    """Run the command line and exit: 0 fine, 1 fault, 2 bad input, 3 bad bundle."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """The exit code of one command; whatever goes wrong is told on stderr, without a traceback."""
    lang = chosen_language(os.environ)
    if not arguments or not set(HELP).isdisjoint(arguments):
        word_panels(lang)
    try:
        program(lang).main([word for word in arguments if word != DEBUG], prog_name="clairscore")
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 1
    except ClairscoreError as error:
        complain(str(error))
        return error.exit_code
    except ModuleNotFoundError as missing:
        return _without(missing, lang, DEBUG in arguments)
    except OSError as error:
        return _unexpected(error, lang, DEBUG in arguments) if not error.filename else _told(error)
    except Exception as error:  # noqa: BLE001 - the last frame before the user
        return _unexpected(error, lang, DEBUG in arguments)
    return 0


def program(lang: Lang) -> TyperCommand | TyperGroup:
    """The whole command tree, its help in one language."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        context_settings={"help_option_names": list(HELP)},
    )
    app.callback()(root)
    app.add_typer(data.app, name="data")
    matrix.add_to(app)
    training.add_to(app)
    evaluation.add_to(app)
    evidence.add_to(app)
    exclusions.add_to(app)
    fairness.add_to(app)
    recalibration.add_to(app)
    gates.add_to(app)
    comparison.add_to(app)
    tuning.add_to(app)
    scoring.add_to(app)
    decisions.add_to(app)
    documents.add_to(app)
    app.add_typer(models(), name="model")
    app.add_typer(databases(), name="db")
    app.add_typer(audit.app, name="audit")
    app.add_typer(outcomes.app, name="outcomes")
    app.add_typer(monitors(), name="monitor")
    runs.add_to(app)
    settings_command.add_to(app)
    serving.add_to(app)
    screens.add_to(app)
    app.add_typer(users.app, name="user")
    app.add_typer(keys.app, name="key")
    app.add_typer(portfolios.app, name="portfolio")
    demonstration.add_to(app)
    command = typer.main.get_command(app)
    assert isinstance(command, TyperCommand | TyperGroup)
    return worded(command, lang)


def databases() -> typer.Typer:
    """`db`: the store made and filled, kept and copied."""
    app = typer.Typer(no_args_is_help=True)
    app.add_typer(database.app)
    app.add_typer(keeping.app)
    app.add_typer(holding.app)
    return app


def monitors() -> typer.Typer:
    """`monitor`: reports when asked for, and the regular one."""
    app = typer.Typer(no_args_is_help=True)
    app.add_typer(monitoring.app)
    app.add_typer(watching.app)
    return app


def models() -> typer.Typer:
    """`model`: the bundles of a folder, and those of the registry."""
    app = typer.Typer(no_args_is_help=True)
    app.add_typer(bundles.app)
    app.add_typer(registry.app)
    app.add_typer(reigning.app)
    return app


def root(
    version: Annotated[bool, typer.Option("--version", callback=_version)] = False,
    debug: Annotated[bool, typer.Option(DEBUG)] = False,
) -> None:
    """What every command shares; `--debug` is read by `run`, wherever it stands."""


def _version(given: bool) -> None:
    if given:
        from importlib.metadata import version

        show(f"clairscore {version('clairscore')}")
        raise typer.Exit


def _without(missing: ModuleNotFoundError, lang: Lang, debug: bool) -> int:
    extra = EXTRAS.get((missing.name or "").partition(".")[0])
    if extra is None:
        return _unexpected(missing, lang, debug)
    complain(t("cli.missing", lang, library=str(missing.name), extra=extra))
    return MissingExtra.exit_code


def _told(error: OSError) -> int:
    complain(f"{error.filename}: {error.strerror}")
    return 1


def _unexpected(error: Exception, lang: Lang, debug: bool) -> int:
    if debug:
        raise error
    complain(t("cli.unexpected", lang, kind=type(error).__name__, message=str(error) or "-"))
    return 1
