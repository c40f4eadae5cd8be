"""A feature may need several tables at once: the same in a book and for one applicant."""

from __future__ import annotations

import numpy as np

from clairscore.features import bureau, previous
from clairscore.features.catalogue import Catalogue, catalogue
from clairscore.features.compute import book
from clairscore.features.exact import ratio
from clairscore.features.online import OneApplicant
from clairscore.features.rollup import row_count
from clairscore.features.spec import Atom, Feature
from tests.features.rows import frames

BUREAU_ROWS = Atom("rows", bureau.EVERY)
EARLIER_CREDIT = Atom("max", previous.EVERY, previous.credit)

LOANS_FOR_EACH_UNIT = Feature(
    name="client_bureau_rows_to_earlier_credit",
    source="client",
    theme="earlier_applications",
    expr=ratio(BUREAU_ROWS.value, EARLIER_CREDIT.value),
    reads=BUREAU_ROWS.reads | EARLIER_CREDIT.reads,
    statistic="ratio",
    column="bureau_rows_to_earlier_credit",
    atoms=(BUREAU_ROWS, EARLIER_CREDIT),
)
BOTH = Catalogue(
    (row_count(bureau.BUREAU), LOANS_FOR_EACH_UNIT, catalogue("raw")["application_amt_credit"])
)
HISTORY = {
    "bureau": [{}, {}, {}],
    "previous_application": [{"AMT_CREDIT": 100.0}, {"AMT_CREDIT": 60.0}],
}


def both_ways(**tables: list[dict[str, object]]) -> list[float | None]:
    rows = frames(application={"AMT_CREDIT": 500.0}, **tables)
    alone = OneApplicant(BOTH, slots=1).features(rows)
    batch = book({name: frame.lazy() for name, frame in rows.items()}, BOTH).row(0)[1:]
    assert [None if np.isnan(value) else value for value in alone.tolist()] == list(batch)
    return list(batch)


def test_a_feature_reads_the_rows_of_two_tables() -> None:
    assert both_ways(**HISTORY) == [3.0, float(np.float32(0.03)), 500.0]


def test_it_is_missing_where_one_table_has_no_row() -> None:
    assert both_ways(bureau=HISTORY["bureau"]) == [3.0, None, 500.0]
    assert both_ways() == [0.0, None, 500.0]
