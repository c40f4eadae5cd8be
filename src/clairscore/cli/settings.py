"""`settings`: every knob outside the policy, its value, and where the value comes from."""

from __future__ import annotations

from dataclasses import asdict

import typer

from clairscore.cli.options import Json, Language
from clairscore.cli.terminal import show, show_json, table


def add_to(app: typer.Typer) -> None:
    """Give the program its command `settings`."""
    app.command("settings")(settings)


def settings(json: Json = False, lang: Language = "fr") -> None:
    """Print the settings in force."""
    from clairscore.i18n import t
    from clairscore.settings import described, load_settings

    lines = described(load_settings())
    if json:
        show_json({"settings": [asdict(line) for line in lines]})
        return
    found = table(
        *(
            t(f"cli.settings.column.{name}", lang)
            for name in ("variable", "value", "source", "meaning")
        )
    )
    for line in lines:
        source = t(f"cli.settings.source.{line.source}", lang)
        found.add_row(line.variable, line.value or "-", source, t(f"setting.{line.name}", lang))
    show(found)
