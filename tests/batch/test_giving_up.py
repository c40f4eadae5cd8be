"""What Spark says on several pages is told in one line, with what to do."""

from __future__ import annotations

import pytest

from clairscore.batch.giving_up import reason, told_as_fault
from clairscore.errors import Fault

PAGES = """An exception was thrown from the Python worker:
Traceback (most recent call last):
  File "worker.py", line 1, in main
ModuleNotFoundError: No module named 'clairscore'

\tat org.apache.spark.api.python.BasePythonRunner.read(PythonRunner.scala:1097)
"""


def test_the_innermost_cause_is_told_and_what_to_install() -> None:
    told = reason(PAGES)
    assert told.startswith("ModuleNotFoundError: No module named 'clairscore' on a worker")
    assert "PYSPARK_PYTHON" in told


def test_without_a_cause_the_first_line_is_told() -> None:
    assert reason("Job aborted.\nmore\n") == "Job aborted."
    assert reason("") == ""


@pytest.mark.parametrize("library", ["py4j", "pyspark"])
def test_an_error_of_spark_is_a_fault(library: str) -> None:
    errors = {
        "py4j": lambda: pytest.importorskip("py4j.protocol").Py4JError("gone"),
        "pyspark": lambda: pytest.importorskip("pyspark.errors").PySparkException("gone"),
    }
    with pytest.raises(Fault, match="gone; type the same command again"), told_as_fault():
        raise errors[library]()
