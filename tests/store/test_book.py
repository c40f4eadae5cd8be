"""The book: each client's newest file, scored as it would be alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import polars as pl
import pytest

from clairscore.data.credit_file import frames as frames_of_file
from clairscore.data.schema import TABLES
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import decide
from clairscore.errors import Absent
from clairscore.store import score_book as scoring
from clairscore.store.audit import verify
from clairscore.store.book import count_scores, drop_scores, list_scores, score_of
from clairscore.store.clients import restrict
from clairscore.store.credit_files import correct_file
from clairscore.store.file_bytes import packed
from clairscore.store.file_frames import frames
from clairscore.store.opening import Store
from clairscore.store.score_book import score_book
from tests.decision import people
from tests.store.people import AT, DAY, NOON, client_of, file_of

CROWD = people.people(12, seed=8)


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return people.bundle(people.people(240))


def kept(store: Store) -> None:
    """The crowd, in two portfolios."""
    for at, credit_file in enumerate(CROWD):
        client = client_of(store, credit_file.client, ("north", "south")[at % 2])
        file_of(store, client, credit_file)


def scored(store: Store, bundle: Bundle) -> int:
    return score_book(store, bundle, lambda: NOON, "test", lambda *_: None, lambda *_: None)


def test_stored_files_together_are_the_tables_they_came_from() -> None:
    found = frames([each.client for each in CROWD], [packed(each) for each in CROWD])
    for name in TABLES:
        expected = pl.concat(frames_of_file(each)[name] for each in CROWD)
        if "SK_ID_CURR" not in expected.columns:
            expected = expected.select(found[name].columns)
        assert found[name].select(expected.columns).sort(pl.all()).equals(expected.sort(pl.all()))


def test_no_files_make_empty_tables() -> None:
    assert {name: len(rows) for name, rows in frames([], []).items()} == dict.fromkeys(TABLES, 0)


def test_each_line_says_what_the_client_would_be_told_alone(store: Store, bundle: Bundle) -> None:
    kept(store)
    assert scored(store, bundle) == len(CROWD)
    with store.database.read() as read:
        for credit_file in CROWD:
            found = score_of(read, credit_file.client)
            alone = decide(bundle, credit_file, as_of=DAY)
            assert (found.probability, found.log_odds) == (alone.probability, alone.log_odds)
            assert (found.verdict, found.outcome) == (alone.verdict, alone.outcome)
            assert found.distance == alone.distance
            assert found.themes == {theme.theme: theme.shown for theme in alone.themes}
            assert found.rules == tuple(rule.code for rule in alone.rules)
            assert (found.bundle, found.policy) == (bundle.id, bundle.policy.digest)
        assert verify(read, store.secrets.chain, store.database.anchor.read()).intact


def test_parts_make_the_same_book(
    store: Store, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(store)
    scored(store, bundle)
    with store.database.read() as read:
        whole = list_scores(read)
    monkeypatch.setattr(scoring, "CLIENTS_A_PART", 5)
    scored(store, bundle)
    with store.database.read() as read:
        assert list_scores(read) == whole


def test_the_newest_version_counts_and_the_restricted_are_left_out(
    store: Store, bundle: Bundle
) -> None:
    first, other = (client_of(store, number) for number in (1, 2))
    stored = file_of(store, first, CROWD[0])
    file_of(store, other, CROWD[1])
    assert scored(store, bundle) == 2
    with store.database.write() as write:
        correct_file(write, store.keys, first, stored, CROWD[2], id="b", actor="ann", at=AT)
        restrict(write, other, actor="ann", at=AT)
        assert count_scores(write) == 1
    assert scored(store, bundle) == 1
    with store.database.read() as read:
        found = score_of(read, 1)
        assert found.credit_file == "b"
        assert found.probability == decide(bundle, CROWD[2], as_of=DAY).probability
        with pytest.raises(Absent, match="client 2: the book has no score"):
            score_of(read, 2)


def test_files_of_different_days_are_scored_on_their_own(store: Store, bundle: Bundle) -> None:
    from clairscore.store.credit_files import add_file

    for number, day in ((1, date(2025, 1, 1)), (2, DAY)):
        client = client_of(store, number)
        with store.database.write() as write:
            add_file(
                write, store.keys, client, CROWD[number], id=f"f{number}", as_of=day,
                actor="ann", at=AT,
            )  # fmt: skip
    assert scored(store, bundle) == 2
    with store.database.read() as read:
        assert count_scores(read) == 2


def test_lines_are_listed_in_pages_of_a_portfolio(store: Store, bundle: Bundle) -> None:
    kept(store)
    scored(store, bundle)
    with store.database.read() as read:
        first = list_scores(read, portfolio="north", limit=4)
        rest = list_scores(read, portfolio="north", after=first[-1].client)
        numbers = [score.client for score in (*first, *rest)]
        assert numbers == [each.client for each in CROWD[::2]]
    with store.database.write() as write:
        drop_scores(write, numbers)
        assert count_scores(write) == len(CROWD) - len(numbers)


def test_whoever_watches_sees_every_client_once(store: Store, bundle: Bundle) -> None:
    kept(store)
    seen: list[int] = []

    def watch(tables: Mapping[str, pl.DataFrame], proposals: pl.DataFrame) -> None:
        assert sorted(tables["application"]["SK_ID_CURR"]) == proposals["SK_ID_CURR"].to_list()
        seen.extend(proposals["SK_ID_CURR"])

    score_book(store, bundle, lambda: NOON, "test", watch, lambda *_: None)
    assert seen == [each.client for each in CROWD]


def test_nothing_of_the_book_names_a_fact(store: Store, bundle: Bundle) -> None:
    kept(store)
    scored(store, bundle)
    with store.database.read() as read:
        text = json.dumps([str(score) for score in list_scores(read)])
    words = {
        str(value)
        for credit_file in CROWD
        for value in credit_file.application.values()
        if isinstance(value, str) and len(value) > 3
    }
    assert not [word for word in words if word in text]
