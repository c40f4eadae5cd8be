"""Recording a run: the store is opened before the work, so that its faults are told in time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from clairscore.cli.terminal import note
from clairscore.i18n import Lang, t

if TYPE_CHECKING:
    from clairscore.modelling.tracking import Store, Tracked
    from clairscore.settings import Settings

Found = TypeVar("Found")
Told: TypeAlias = "Callable[[Found, Mapping[str, float], datetime, datetime], Tracked]"
"""A result as a run: with what it used, when it began and when it ended."""


def open_store(settings: Settings) -> Store | None:
    """Where runs are recorded, ready for use; None where they are not."""
    from clairscore.modelling.tracking import opened, store_for

    store = store_for(settings.tracking, settings.bundles)
    if store is not None:
        opened(store)
    return store


def record(run: Tracked, store: Store, lang: Lang) -> None:
    """Record a run and say where."""
    from clairscore.modelling.tracking import track

    track(run, store)
    note(t("cli.tracked", lang, store=store.uri))


def record_found(
    found: Found, told: Told[Found], started: datetime, store: Store | None, lang: Lang
) -> None:
    """Record what this process found since `started`, where runs are recorded."""
    from clairscore.modelling.run import spent

    if store is None:
        return
    ended = datetime.now(UTC)
    used = spent() | {"seconds": (ended - started).total_seconds()}
    record(told(found, used, started, ended), store, lang)
