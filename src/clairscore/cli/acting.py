"""Who acts on the records from the command line, when, and under which name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairscore.cli.keeping import now
from clairscore.cli.opened import actor

if TYPE_CHECKING:
    from clairscore.store.by import By
    from clairscore.store.opening import Store


def by_me(store: Store, name: str = "") -> By:
    """The person of this machine, or the named one, now, with a new name for what is made."""
    from clairscore.store.by import By
    from clairscore.store.ids import new_id
    from clairscore.store.times import stamp

    at = now()
    return By(name or actor(), stamp(at), new_id(at, store.keys.random))
