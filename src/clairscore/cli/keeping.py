"""`db erase|retain|contract|verify|backup|restore`: what is kept, how long, and copies of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clairscore.cli.opened import actor, opened
from clairscore.cli.options import Json, Language
from clairscore.cli.terminal import note, show, show_json, table, working
from clairscore.errors import BadInput, BrokenRecord
from clairscore.i18n import Lang, day, number, t

if TYPE_CHECKING:
    from clairscore.decision.lifecycle.keeping import Obstacle
    from clairscore.store.backup import Copy
    from clairscore.store.erasure import Erasure

app = typer.Typer()

Client = Annotated[int, typer.Argument(metavar="CLIENT", show_default=False)]
Application = Annotated[str, typer.Argument(metavar="APPLICATION", show_default=False)]
Carry = Annotated[bool, typer.Option("--yes")]
Words = Annotated[str, typer.Option("--words", show_default=False)]
End = Annotated[datetime | None, typer.Option("--end", formats=["%Y-%m-%d"], show_default=False)]
CopyFolder = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", show_default=False)]
KeysFolder = Annotated[Path | None, typer.Option("--keys-out", metavar="DIR", show_default=False)]
KeepDays = Annotated[int, typer.Option("--keep-keys", min=1)]
RecordsCopy = Annotated[Path | None, typer.Option("--records", metavar="FILE", show_default=False)]
KeysCopy = Annotated[Path | None, typer.Option("--keys", metavar="FILE", show_default=False)]
WORKSPACE = "restoring"


def now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


@app.command("erase")
def erase(
    client: Client, words: Words = "", yes: Carry = False, json: Json = False, lang: Language = "fr"
) -> None:
    """Erase a client who asks for it, or say what stands in the way and until when."""
    from clairscore.decision.lifecycle.keeping import Obstacle, Periods, obstacle
    from clairscore.settings import load_settings
    from clairscore.store.clients import client as client_of
    from clairscore.store.holdings import kept_of
    from clairscore.store.requests import answer_erasure, receive

    periods = Periods.set_by(load_settings())
    with opened() as store:
        with store.database.read() as read:
            found = client_of(read, store.keys, client)
            stands = obstacle(
                kept_of(read, client),
                held=found.held is not None,
                periods=periods,
                today=now().date(),
            )
        if not yes:
            _show_erasure(stands, None, json, lang)
            return
        with store.database.write() as write:
            asked = receive(
                write, store.keys, found, "erasure", words,
                actor=actor(), at=now(), random=store.keys.random,
            )  # fmt: skip
        answered = answer_erasure(store, found, asked, periods=periods, actor=actor(), at=now())
    if isinstance(answered, Obstacle):
        _show_erasure(answered, None, json, lang)
    else:
        _show_erasure(None, answered, json, lang)


@app.command("retain")
def retain(yes: Carry = False, json: Json = False, lang: Language = "fr") -> None:
    """Let go what is over; without --yes only say what would go."""
    from clairscore.decision.lifecycle.keeping import Periods
    from clairscore.settings import load_settings
    from clairscore.store import retention

    periods = Periods.set_by(load_settings())
    with opened() as store:
        if yes:
            planned = retention.retain(store, periods, now(), actor())
        else:
            with store.database.long_read() as read:
                planned = retention.plan(read, periods, now())
    counts = retention.told(planned)
    if json:
        show_json({"done": yes, **counts})
        return
    found = table(
        *(t(f"cli.db.retain.column.{name}", lang) for name in ("what", "count")), right=(1,)
    )
    for name, count in counts.items():
        found.add_row(t(f"cli.db.retain.{name}", lang), number(count, lang))
    show(found)
    note(t("cli.db.retain.done" if yes else "cli.db.retain.dry", lang))


@app.command("contract")
def contract(application: Application, end: End = None, lang: Language = "fr") -> None:
    """Note when the contract of a granted loan ends; without --end, that it was never signed."""
    from clairscore.store.applications import application as application_of
    from clairscore.store.clients import client as client_of
    from clairscore.store.holdings import end_contract
    from clairscore.store.times import stamp

    ends: date | None = end.date() if end else None
    with opened() as store, store.database.write() as write:
        owner = client_of(write, store.keys, application_of(write, application).client)
        end_contract(write, owner, application, ends, actor=actor(), at=stamp(now()))
    told = day(ends, lang) if ends else t("cli.db.contract.not_taken", lang)
    show(t("cli.db.contract.done", lang, application=application, end=told))


@app.command("verify")
def verify(json: Json = False, lang: Language = "fr") -> None:
    """Tell whether each encrypted record, and the chain of events, is what it was."""
    from clairscore.store.audit import verify as verified
    from clairscore.store.inspection import inspect

    waiting = t("cli.db.verify.working", lang)
    with opened() as store, working(waiting), store.database.long_read() as read:
        chain = verified(read, store.secrets.chain, store.database.anchor.read())
        records = inspect(read)
    faults = (*chain.faults, *records.faults)
    counts = {"events": chain.events, "records": records.records}
    if json:
        show_json({"intact": not faults, **counts, "faults": list(faults)})
    else:
        shown = {name: number(count, lang) for name, count in counts.items()}
        show("\n".join(faults) or t("cli.db.verify.intact", lang, **shown))
    raise typer.Exit(BrokenRecord.exit_code if faults else 0)


@app.command("backup")
def backup(
    out: CopyFolder,
    keys_out: KeysFolder = None,
    keep_keys: KeepDays = 30,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Copy the records, and the keys into another folder; older copies of keys are removed."""
    from clairscore.store.backup import back_up, prune

    if keys_out is not None and keys_out.absolute() == out.absolute():
        raise BadInput(
            f"--keys-out {keys_out}: keys beside records protect nothing; give another folder, best"
            " on another machine"
        )
    with opened() as store, working(t("cli.db.backup.working", lang)):
        copies = [back_up(store, "records", out, now())]
        pruned = []
        if keys_out is not None:
            copies.append(back_up(store, "keys", keys_out, now()))
            pruned = prune(keys_out, "keys", now() - timedelta(days=keep_keys))
    if json:
        files = [
            {"kind": copy.kind, "file": str(copy.file), "rows": sum(copy.rows.values())}
            for copy in copies
        ]
        show_json({"copies": files, "removed": [str(file) for file in pruned]})
        return
    for copy in copies:
        show(
            t(
                "cli.db.backup.done",
                lang,
                file=str(copy.file),
                rows=number(sum(copy.rows.values()), lang),
            )
        )
    if keys_out is None:
        note(t("cli.db.backup.no_keys", lang))


@app.command("restore")
def restore(
    records: RecordsCopy = None, keys: KeysCopy = None, json: Json = False, lang: Language = "fr"
) -> None:
    """Put copies in place of what the databases hold, and forget again whoever was erased since."""
    from clairscore.settings import load_settings
    from clairscore.store.backup import read_copy
    from clairscore.store.backup import restore as restored

    copies = [read_copy(file) for file in (records, keys) if file is not None]
    _require_kinds(copies, records, keys)
    workspace = load_settings().anchor.absolute().parent.parent / WORKSPACE
    with opened() as store, working(t("cli.db.restore.working", lang)):
        erased = restored(store, copies, workspace, now(), actor())
    if json:
        show_json({"restored": [str(copy.file) for copy in copies], "erased": erased})
    else:
        show(t("cli.db.restore.done", lang, erased=number(erased, lang)))


def _require_kinds(copies: list[Copy], records: Path | None, keys: Path | None) -> None:
    wanted = [kind for kind, file in (("records", records), ("keys", keys)) if file is not None]
    if not copies or [copy.kind for copy in copies] != wanted:
        raise BadInput(
            "restore: expected --records with a copy of the records, --keys with one of"
            " the keys, or both"
        )


def _show_erasure(stands: Obstacle | None, done: Erasure | None, json: bool, lang: Lang) -> None:
    possible = stands.possible_from if stands else None
    if json:
        show_json(
            {
                "erased": done.at if done else None,
                "obstacle": stands.code if stands else None,
                "possible_from": possible.isoformat() if possible else None,
            }
        )
    elif stands is not None:
        told = day(possible, lang) if possible else t("cli.db.erase.unknown_day", lang)
        reason = t(f"cli.db.erase.obstacle.{stands.code}", lang)
        show(t("cli.db.erase.refused", lang, reason=reason, day=told))
    else:
        show(t("cli.db.erase.done" if done else "cli.db.erase.possible", lang))
