"""What is asked for: which book, worked through how, and what is to be left."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from clairscore.batch.session import require_master, require_spark
from clairscore.batch.unfinished import require_new
from clairscore.data.parted import part_names
from clairscore.errors import BadSetting

if TYPE_CHECKING:
    from clairscore.data.tables import Population

Engine = Literal["polars", "spark"]


@dataclass(frozen=True)
class Asked:
    """A folder of tables or of parts, and how it is worked through.

    `parts` cuts a folder of tables, by default as `cutting.usual_parts`; `master` is a cluster's
    address; `threads` binds a session on this machine (0: all). `vouched`: not to be checked.
    """

    folder: Path
    population: Population
    engine: Engine = "polars"
    master: str | None = None
    parts: int | None = None
    vouched: bool = False
    threads: int = 0

    @property
    def part_names(self) -> tuple[str, ...]:
        """The parts that lie there; none where the folder holds tables."""
        return part_names(self.folder)

    def require_sensible(self) -> None:
        """BadSetting for options that contradict each other; what Spark lacks, before the work."""
        if self.engine == "polars" and self.master is not None:
            raise BadSetting("--master: names a cluster, which needs --engine spark beside it")
        if self.parts is not None and self.part_names:
            raise BadSetting(
                f"--parts: {self.folder} lies in {len(self.part_names)} parts already; leave the"
                " option out"
            )
        if self.engine == "spark":
            require_spark()
            if self.master is not None:
                require_master(self.master)

    def count(self) -> int:
        """How many parts there are, or will be."""
        from clairscore.batch.cutting import usual_parts

        if self.part_names:
            return len(self.part_names)
        return self.parts or usual_parts(self.folder, self.population)

    def state(self) -> str:
        """A digest that changes with the files: their names, sizes and times."""
        root = self.folder.absolute()
        files = [each for each in sorted(root.rglob("*")) if _is_shown(each, root)] or [root]
        stats = [(str(each), each.stat()) for each in files if each.is_file()]
        listed = [(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats]
        return hashlib.sha256(json.dumps(listed).encode()).hexdigest()[:16]


def _is_shown(path: Path, root: Path) -> bool:
    """Whether a path is no draft of a run that writes into the folder it reads."""
    return not any(part.startswith(".") for part in path.relative_to(root).parts)


@dataclass(frozen=True)
class Outputs:
    """The folders that a run leaves, none of them there before."""

    main: Path
    contributions: Path | None = None

    @property
    def all(self) -> tuple[Path, ...]:
        given = (self.main, self.contributions)
        return tuple(path.absolute() for path in given if path is not None)

    def require_new(self) -> None:
        """BadInput where a name is taken or is a file's."""
        require_new(self.main, "--out")
        if self.contributions is not None:
            require_new(self.contributions, "--contributions")
        if len(set(self.all)) < len(self.all):
            raise BadSetting(f"--contributions {self.contributions}: is --out too; name another")
