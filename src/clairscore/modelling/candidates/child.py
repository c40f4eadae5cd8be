"""One job in a process of its own: its memory is its own, and nothing is left behind it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from clairscore.errors import Fault
from clairscore.modelling.candidates.part import Job, Part, run
from clairscore.modelling.candidates.record import part_from
from clairscore.modelling.recipe import Recipe

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS")
"""One thread each: seconds compare, and sums are added in one order."""
LAST_WORDS = 2_000


def in_child(job: Job, folder: Path) -> Part:
    """The part of a job on the arrays in the folder; Fault with what the process said if it fails.

    Arguments and answer are JSON.
    """
    with tempfile.TemporaryDirectory(prefix="clairscore-job-") as scratch:
        asked, answer = Path(scratch) / "job.json", Path(scratch) / "part.json"
        asked.write_text(json.dumps(asdict(job)), encoding="utf-8")
        words = [sys.executable, "-m", __name__, str(asked), str(folder), str(answer)]
        ended = subprocess.run(
            words, env=os.environ | dict.fromkeys(THREADS, "1"), capture_output=True, check=False
        )
        if ended.returncode:
            said = ended.stderr.decode(errors="replace")[-LAST_WORDS:]
            raise Fault(
                f"candidate {job.candidate}, fold {job.fold}: its process ended with"
                f" {ended.returncode}; leave it out with --candidates, or give it fewer clients"
                f" with --rows. It said:\n{said}"
            )
        return part_from(json.loads(answer.read_text(encoding="utf-8")))


def main(words: list[str]) -> None:
    """Read the job, do it, write the part."""
    asked, folder, answer = map(Path, words)
    read = json.loads(asked.read_text(encoding="utf-8"))
    job = Job(read["candidate"], read["fold"], Recipe(**read["recipe"]), read["most"])
    answer.write_text(json.dumps(run(job, folder).as_json()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
