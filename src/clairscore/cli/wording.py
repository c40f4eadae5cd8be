"""Help in the user's language: every text is found by the command's and the option's own name.

`cli.<command>.help` describes a command, `cli.<command>.<option>` an option of it, and
`cli.option.<option>` an option that means the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import typer
from typer.core import TyperCommand, TyperGroup

from clairscore.i18n import LANGUAGES, Lang, known, t

HELP = ("-h", "--help")
LANGUAGE_VARIABLE = "CLAIRSCORE_LANGUAGE"


def chosen_language(environ: Mapping[str, str]) -> Lang:
    """The language of help and messages: that of the environment, French otherwise."""
    wanted = environ.get(LANGUAGE_VARIABLE, "")
    return next((lang for lang in LANGUAGES if lang == wanted), LANGUAGES[0])


def worded(command: TyperCommand | TyperGroup, lang: Lang) -> TyperCommand | TyperGroup:
    """The command with the help texts of a language, its subcommands included."""
    for path, each in walk(command):
        each.help = t(".".join(("cli", *path, "help")), lang)
        for name, option in options(each).items():
            option.help = t(option_key(path, name, lang), lang)  # type: ignore[attr-defined]
    return command


def word_panels(lang: Lang) -> None:
    """Put the few words that Typer itself writes around help into the language."""
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = t("cli.words.arguments", lang)
    rich_utils.OPTIONS_PANEL_TITLE = t("cli.words.options", lang)
    rich_utils.COMMANDS_PANEL_TITLE = t("cli.words.commands", lang)
    rich_utils.ERRORS_PANEL_TITLE = t("cli.words.error", lang)
    rich_utils.DEFAULT_STRING = t("cli.words.default", lang)
    rich_utils.REQUIRED_LONG_STRING = t("cli.words.required", lang)
    rich_utils.ENVVAR_STRING = t("cli.words.environment", lang)


def walk(
    command: TyperCommand | TyperGroup, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], TyperCommand | TyperGroup]]:
    """Every command below and including this one, with its path from the root."""
    yield path, command
    if isinstance(command, TyperGroup):
        for name, child in command.commands.items():
            assert isinstance(child, TyperCommand | TyperGroup)
            yield from walk(child, (*path, name))


def options(command: TyperCommand | TyperGroup) -> dict[str, object]:
    """A command's options and arguments by name, the help option included."""
    asked = command.get_help_option(typer.Context(command, help_option_names=list(HELP)))
    named = {str(option.name): option for option in command.params}
    return {**named, **({"help_option": asked} if asked else {})}


def option_key(path: tuple[str, ...], name: str, lang: Lang) -> str:
    """Where an option's text is: the command's own, else the one that all commands share."""
    own = ".".join(("cli", *path, name))
    return own if known(own, lang) else f"cli.option.{name}"
