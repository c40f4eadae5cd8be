"""Run every measurement: the modules of this folder, one after the other, in the order of names.

python -m bench [NAME ...]      all of them, or the named ones
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def measurements() -> list[str]:
    """Names of the modules that measure something."""
    return sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))


def main(wanted: list[str]) -> int:
    """Run the wanted measurements; the number of those that failed."""
    failed = 0
    for name in wanted or measurements():
        print(f"== bench.{name}", flush=True)
        failed += (
            subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode != 0
        )
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
