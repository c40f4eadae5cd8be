"""The model that serves: one champion at a time, examined before it answers, changed in flight.

`load` checks the signed manifest first, lets LightGBM meet the text in a child process with limits
on memory and time, then compares the golden answers bit for bit. Only a bundle that passes all
three takes the champion's place; requests that began with the former one end with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from clairscore.decision.bundle import Bundle
from clairscore.errors import BadBundle, BadInput, NotNow, Unavailable

Load = Callable[[Path], Bundle]


@dataclass(frozen=True, slots=True, eq=False)
class Served:
    """A bundle that answers, and the folder that it came from."""

    bundle: Bundle
    folder: Path


class ModelHolder:
    """Lends the champion to requests, and puts another in its place when that one is sound."""

    def __init__(self, load: Load, load_for_replay: Load | None = None) -> None:
        self._load = load
        self._load_for_replay = load_for_replay or load
        self._replaying: Served | None = None
        self._served: Served | None = None
        self._changing = Lock()

    @property
    def served(self) -> Served:
        """The champion; Unavailable before the first one has passed its exam."""
        if self._served is None:
            raise Unavailable("no model serves yet; promote a bundle, or wait until it is loaded")
        return self._served

    @property
    def bundle(self) -> Bundle:
        """The champion's bundle; keep it for the whole request."""
        return self.served.bundle

    @property
    def ready(self) -> bool:
        """Whether a model serves."""
        return self._served is not None

    def examined(self, folder: Path) -> Bundle:
        """The bundle of a folder, sound but not serving; BadBundle or BadInput for another."""
        return self._load(folder)

    def of(self, name: str) -> Bundle:
        """The bundle of that name for replay, from beside the champion; NotNow where it is gone."""
        if self.bundle.id == name:
            return self.bundle
        folder = self.served.folder.parent / name
        kept = self._replaying
        if kept is None or kept.folder != folder:
            if not folder.is_dir():
                raise NotNow("bundle_absent", bundle=name)
            self._replaying = kept = Served(self._load_for_replay(folder), folder)
        return kept.bundle

    def change(self, folder: Path) -> Served:
        """Serve the bundle of this folder from now on.

        BadBundle or BadInput leave the one that serves in its place.
        """
        with self._changing:
            if self._served is None or self._served.folder != folder:
                self._served = warmed(self._load(folder), folder)
            return self._served

    def try_change(self, folder: Path) -> BadBundle | BadInput | None:
        """As `change`; the reason where the bundle was refused."""
        try:
            self.change(folder)
        except (BadBundle, BadInput) as refused:
            return refused
        return None


def warmed(bundle: Bundle, folder: Path) -> Served:
    """The bundle with everything built that its first decision would have to wait for."""
    from clairscore.data.credit_file import parse
    from clairscore.decision.decide import decide

    decide(bundle, parse(bundle.exam.credit_files[0]))
    return Served(bundle, folder)
