"""The exam's applicants are synthetic and always the same."""

from clairscore.data.credit_file import dump, parse
from clairscore.modelling.examinees import examinees


def test_fifty_files_that_parse_and_repeat_themselves():
    texts = [dump(applicant) for applicant in examinees()]
    assert len(texts) == len(set(texts)) == 50
    assert [dump(parse(text)) for text in texts] == texts
    assert texts == [dump(applicant) for applicant in examinees()]


def test_some_have_history_and_some_lack_scores():
    files = examinees()
    assert any(file.history["bureau"] for file in files)
    assert any("EXT_SOURCE_1" not in file.application for file in files)
