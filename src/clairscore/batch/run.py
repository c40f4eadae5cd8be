"""A book worked through from what is asked for to the result."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from clairscore.batch.asked import Asked, Outputs
from clairscore.batch.cutting import cut_here, cut_on_spark
from clairscore.batch.giving_up import told_as_fault
from clairscore.batch.in_turn import Progress, in_turn
from clairscore.batch.on_cluster import on_cluster, versions
from clairscore.batch.session import spark_session
from clairscore.batch.source import Columns, Cut, Folders, Source
from clairscore.batch.unfinished import SCRATCH, Facts, unfinished
from clairscore.batch.work import Compute, Decide, wanted
from clairscore.decision.decide_book import Tally, columns_read

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from clairscore.batch.models import Shipped
    from clairscore.features.catalogue import Extent


def decided(
    asked: Asked, model: Shipped, outputs: Outputs, as_of: date | None, progress: Progress
) -> Tally:
    """Decide every application of the book; `outputs` have a Parquet file a part."""
    facts = _facts(asked, model.path.name, f"decide {len(outputs.all)} {as_of}")
    with unfinished(outputs.all, facts) as drafts, _session(asked) as session:
        source = _source(asked, drafts[0] / SCRATCH, columns_read(model.bundle), session)
        work = Decide(source, model, drafts[0], (*drafts, None)[1], as_of)
        return _done(work, session, progress)


def computed(
    asked: Asked, model: Shipped | None, extent: Extent, outputs: Outputs, progress: Progress
) -> Tally:
    """The features of every application of the book; a Parquet file a part."""
    facts = _facts(asked, model.path.name if model else extent, "compute")
    with unfinished(outputs.all, facts) as (draft,), _session(asked) as session:
        source = _source(asked, draft / SCRATCH, wanted(model, extent)[0].reads, session)
        return _done(Compute(source, model, extent, draft), session, progress)


def _facts(asked: Asked, model: str, what: str) -> Facts:
    """What makes a run the same run; who does the parts does not."""
    return {
        "what": what,
        "model": model,
        "folder": str(asked.folder.absolute()),
        "state": asked.state(),
        "population": asked.population,
        "parts": asked.count(),
        "versions": json.dumps(versions()),
    }


@contextmanager
def _session(asked: Asked) -> Iterator[SparkSession | None]:
    """A session where Spark does the parts."""
    if asked.engine == "polars":
        yield None
        return
    with spark_session(asked.master, asked.threads) as session, told_as_fault():
        yield session


def _source(asked: Asked, scratch: Path, columns: Columns, session: SparkSession | None) -> Source:
    """The parts that lie there, or those into which the tables are cut for this run."""
    names, folder = asked.part_names, asked.folder.absolute()
    if names:
        return Folders(folder, names, asked.population, asked.vouched)
    count = asked.count()
    if session is None:
        return Cut(cut_here(folder, scratch, count, asked.population, columns))
    return Cut(cut_on_spark(session, folder, scratch, count, asked.population, columns))


def _done(work: Decide | Compute, session: SparkSession | None, progress: Progress) -> Tally:
    if session is None:
        return in_turn(work, progress)
    return on_cluster(session, work, progress)
