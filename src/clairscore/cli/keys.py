"""`key add|list|revoke`: keys of programs that call the service."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from clairscore.cli.opened import actor, opened
from clairscore.cli.options import Json, Language
from clairscore.cli.terminal import note, show, show_json, table
from clairscore.errors import BadInput
from clairscore.i18n import t

app = typer.Typer(no_args_is_help=True)

KeyName = Annotated[str, typer.Argument(metavar="NAME", show_default=False)]
KeyId = Annotated[str, typer.Argument(metavar="KEY", show_default=False)]
KeyRole = Annotated[str, typer.Option("--role", "-r")]
PortfolioGiven = Annotated[str | None, typer.Option("--portfolio", show_default=False)]
Days = Annotated[int, typer.Option("--days", min=1, max=3_660)]

ROLES = ("service", "analyst", "auditor")
"""Roles of programs, as `POST /v1/keys` gives them."""


@app.command("add")
def add_key(
    name: KeyName,
    role: KeyRole = "service",
    portfolio: PortfolioGiven = None,
    days: Days = 365,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Make a key for a program; it is printed once and never shown again."""
    from clairscore.store.api_keys import add_api_key

    if role not in ROLES:
        raise BadInput(f"role: found {role}; expected one of {', '.join(ROLES)}")
    at = datetime.now(UTC)
    with opened() as store, store.database.write() as write:
        made = add_api_key(
            write,
            name,
            (role,),
            pepper=store.secrets.pepper,
            random=secrets.token_bytes,
            actor=actor(),
            at=at,
            portfolio=portfolio,
            expires=at + timedelta(days=days),
        )
    if json:
        show_json({"key": made})
    else:
        show(made)
        note(t("cli.key.once", lang))


@app.command("list")
def list_keys(json: Json = False, lang: Language = "fr") -> None:
    """Print every key, without its secret."""
    from clairscore.store.api_keys import list_api_keys

    with opened() as store, store.database.read() as read:
        found = list_api_keys(read)
    if json:
        show_json({"keys": [asdict(key) for key in found]})
        return
    columns = ("id", "name", "roles", "created", "expires", "revoked")
    listed = table(*(t(f"cli.key.column.{column}", lang) for column in columns))
    for key in found:
        days = ((day or "-")[:10] for day in (key.created, key.expires, key.revoked))
        listed.add_row(key.id, key.name, " ".join(key.roles), *days)
    show(listed)


@app.command("revoke")
def revoke_key(key: KeyId, lang: Language = "fr") -> None:
    """End a key at once."""
    from clairscore.store.api_keys import revoke_api_key
    from clairscore.store.times import stamp

    with opened() as store, store.database.write() as write:
        revoke_api_key(write, key, actor=actor(), at=stamp(datetime.now(UTC)))
    show(t("cli.key.revoked", lang, name=key))
