"""Write the migration that brings the newest revision to `tables.py`: read it before you keep it.

    python -m tests.store.draft_migration records 0002 "add what was missing"

Then set its number in `REVISIONS` of `clairscore.store.migrations`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import cast

from clairscore.store import migrations
from clairscore.store.engine import engine_of, writing


def draft(kind: migrations.Kind, number: str, message: str) -> Path:
    """The file that was written."""
    from alembic import command

    with tempfile.TemporaryDirectory() as folder:
        engine = engine_of(f"sqlite:///{folder}/draft.db")
        if any(Path(migrations.__file__).parent.joinpath(kind).glob("0*.py")):
            migrations.upgrade(engine, kind)
        with writing(engine) as connection:
            script = command.revision(
                migrations._config(connection, kind), message, autogenerate=True, rev_id=number
            )
    path = Path(script.path)  # type: ignore[union-attr]
    for words in (("check", "--fix-only", "--quiet"), ("format", "--quiet")):
        subprocess.run([sys.executable, "-m", "ruff", *words, str(path)], check=True)
    return path


if __name__ == "__main__":
    kind, number, message = sys.argv[1:]
    sys.stdout.write(f"{draft(cast(migrations.Kind, kind), number, message)}\n")
