"""Recording a run: the store is opened before the work, so that its faults are told in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairscore.cli.terminal import note
from clairscore.i18n import Lang, t

if TYPE_CHECKING:
    from clairscore.modelling.tracking import Store, Tracked
    from clairscore.settings import Settings


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
