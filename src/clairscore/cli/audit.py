"""`audit verify|replay`: the chain of events looked through, a decision made again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clairscore.cli.opened import opened
from clairscore.cli.options import Bundle, Json, Language
from clairscore.cli.terminal import show, show_json
from clairscore.errors import BrokenRecord, Erased
from clairscore.i18n import number, t

if TYPE_CHECKING:
    from clairscore.store.audit import Verification
    from clairscore.store.opening import Store
    from clairscore.store.replays import Replayed

app = typer.Typer(no_args_is_help=True)

Decision = Annotated[str, typer.Argument(metavar="DECISION", show_default=False)]


@app.command("verify")
def verify(json: Json = False, lang: Language = "fr") -> None:
    """Tell whether every event is where and what it was, up to the anchor outside the database."""
    with opened() as store:
        found = _verified(store)
    if json:
        show_json(
            {
                "intact": found.intact,
                "events": found.events,
                "anchored": found.anchored,
                "faults": list(found.faults),
            }
        )
    elif found.intact:
        counts = {"events": found.events, "anchored": found.anchored}
        show(t("cli.audit.verify.intact", lang, **{k: number(v, lang) for k, v in counts.items()}))
    else:
        show("\n".join(found.faults))
    raise typer.Exit(0 if found.intact else BrokenRecord.exit_code)


@app.command("replay")
def replay(
    decision: Decision, bundle: Bundle = None, json: Json = False, lang: Language = "fr"
) -> None:
    """Make a decision again from its record, to the last bit, or tell what moved."""
    from clairscore.decision.replay import erased_text
    from clairscore.decision.shelf import load_bundle
    from clairscore.settings import load_settings
    from clairscore.store.replays import replay_decision

    settings = load_settings()
    with opened() as store, store.database.read() as read:
        try:
            found = replay_decision(
                read, store.keys, decision, lambda name: load_bundle(settings, bundle or Path(name))
            )
        except Erased as erased:
            text = erased_text(erased.at, _verified(store).intact, lang)
            if json:
                show_json(_erased(decision, text))
            else:
                show(text)
            return
    if json:
        show_json(_record(found))
    else:
        show(t(f"cli.audit.replay.{'same' if found.same else 'moved'}", lang, decision=decision))
        for name in _moved(found):
            show(name)
    raise typer.Exit(0 if found.same else BrokenRecord.exit_code)


def _verified(store: Store) -> Verification:
    from clairscore.store.audit import verify

    with store.database.long_read() as read:
        return verify(read, store.secrets.chain, store.database.anchor.read())


def _record(found: Replayed) -> dict[str, object]:
    return {
        "decision": found.decision,
        "same": found.same,
        "chained": found.chained,
        "rescored": found.rescored.same,
        "moved": _moved(found),
        "why_not": found.why_not or None,
        "text": None,
    }


def _moved(found: Replayed) -> list[str]:
    """The features that come out otherwise, by name."""
    return [each.feature for each in found.recomputed.moved] if found.recomputed else []


def _erased(decision: str, text: str) -> dict[str, object]:
    unknown = dict.fromkeys(("same", "chained", "rescored", "moved", "why_not"))
    return {"decision": decision, **unknown, "text": text}
