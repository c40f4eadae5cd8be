"""What Spark says when it gives up, in one line and with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from clairscore.errors import Fault

SAME_PACKAGES = (
    "install the same packages there (requirements/spark.txt and Clairscore), or name the right"
    " Python by PYSPARK_PYTHON"
)
MARKS, LONGEST = ("Error: ", "Exception: ", "Fault: "), 500


@contextmanager
def told_as_fault() -> Iterator[None]:
    """Fault where Spark ends the block with an error of its own."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise Fault(
            f"Spark could not finish: {reason(str(error))}; type the same command again: parts that"
            " are done are not done again"
        ) from error


def reason(text: str) -> str:
    """The line that says what happened, of a report of several pages: the innermost cause."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    causes = [line for line in lines if any(mark in line for mark in MARKS)]
    found = (causes[-1] if causes else (lines or [text])[0])[:LONGEST]
    return f"{found} on a worker ({SAME_PACKAGES})" if "No module named" in found else found
