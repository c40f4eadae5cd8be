"""A folder is described by figures, never by rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from clairscore.data.describe import describe
from clairscore.errors import BadData
from tests.data import tiny


def test_every_column_is_described_by_its_figures(tmp_path: Path) -> None:
    cells = tiny.tables()["application_train"]
    header = cells[0]
    days, word, annuity = map(header.index, ("DAYS_EMPLOYED", "NAME_CONTRACT_TYPE", "AMT_ANNUITY"))
    for number, row in enumerate(cells[1:]):
        row[days] = "365243" if number < 18 else str(-number)
        row[word] = "Revolving loans" if number < 10 else "Cash loans"
        row[annuity] = "" if number < 15 else "100"
    (file,) = describe(tiny.write(tmp_path, {"application_train": cells}))
    columns = {column.name: column for column in file.columns}
    assert (file.name, file.table, file.rows) == ("application_train", "application", 30)
    assert len(file.columns) == 122
    assert columns["DAYS_EMPLOYED"].never_share == pytest.approx(0.6)
    assert (columns["DAYS_EMPLOYED"].low, columns["DAYS_EMPLOYED"].high) == (-29, -18)
    assert columns["DAYS_EMPLOYED"].median == -23
    assert columns["NAME_CONTRACT_TYPE"].words == (("Cash loans", 20), ("Revolving loans", 10))
    assert columns["AMT_ANNUITY"].null_share == pytest.approx(0.5)
    assert columns["AMT_ANNUITY"].median == 100


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="no such folder"):
        describe(tmp_path / "nowhere")
