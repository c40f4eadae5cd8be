"""`db restrict|hold`: a client's data only kept, or kept from erasure, and the way back."""

from __future__ import annotations

from typing import Annotated

import typer

from clairscore.cli.keeping import Client, now
from clairscore.cli.opened import actor, opened
from clairscore.cli.options import Language
from clairscore.cli.terminal import show
from clairscore.errors import BadInput
from clairscore.i18n import t

app = typer.Typer()

Lift = Annotated[bool, typer.Option("--lift")]
Why = Annotated[str, typer.Option("--why", show_default=False)]


@app.command("restrict")
def restrict(client: Client, lift: Lift = False, lang: Language = "fr") -> None:
    """Keep a client's data without using them, or use them again."""
    from clairscore.store import clients
    from clairscore.store.times import stamp

    change = clients.lift_restriction if lift else clients.restrict
    with opened() as store, store.database.write() as write:
        found = clients.client(write, store.keys, client)
        change(write, found, actor=actor(), at=stamp(now()))
    show(t("cli.db.restrict.lifted" if lift else "cli.db.restrict.done", lang))


@app.command("hold")
def hold(client: Client, why: Why = "", lift: Lift = False, lang: Language = "fr") -> None:
    """Keep a client's data from erasure for a reason, or no longer."""
    from clairscore.store import clients
    from clairscore.store.times import stamp

    if bool(why.strip()) == lift:
        raise BadInput("db hold: expected either --why with the reason, or --lift")
    with opened() as store, store.database.write() as write:
        found = clients.client(write, store.keys, client)
        clients.hold(write, found, why.strip() or None, actor=actor(), at=stamp(now()))
    show(t("cli.db.hold.lifted" if lift else "cli.db.hold.done", lang))
