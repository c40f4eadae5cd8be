"""Populations over HTTP: at least twenty people, two splits that never mix, one's own place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clairscore.api.holder import ModelHolder
from clairscore.decision.population.axes import VARIABLES
from tests.api.life import Desk
from tests.api.place import Place, counted, place


@pytest.fixture(scope="module")
def scene(holder: ModelHolder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A service whose book was counted; client 100,001 is in it."""
    with place(tmp_path_factory.mktemp("population"), holder) as found:
        found.add_score(100_001, 0.05)
        found.add_population()
        yield found


def read(scene: Place, path: str, who: str = "manager", lang: str = "fr", **asked: object) -> dict:
    headers = {**scene.as_(who), "Accept-Language": lang}
    answer = scene.http.get(path, params=asked, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_variables_are_told_with_their_axes(scene: Place) -> None:
    found = read(scene, "/v1/population/variables", who="analyst")
    assert [each["variable"] for each in found["variables"]] == list(VARIABLES)
    assert found["clients"] == 600
    for each in found["variables"]:
        assert each["label"]
        assert len(each["names"]) == (len(each["edges"]) or len(each["names"]))


def test_everybody_is_counted_by_what_is_proposed(scene: Place) -> None:
    found = read(scene, "/v1/population/distribution", variable="AMT_CREDIT")
    granted, refused = found["parts"]
    assert (granted["part"], refused["part"]) == ("granted", "refused")
    assert granted["clients"] + refused["clients"] == found["clients"] == 600
    for part in found["parts"]:
        assert sum(part["counts"]) + part["missing"] == part["clients"]
    assert found["place"] is None
    assert found["criteria"] == []


def test_the_other_split_is_of_outcomes_and_has_its_own_words(scene: Place) -> None:
    asked = {"variable": "probability", "split": "observed"}
    found = read(scene, "/v1/population/distribution", lang="en", **asked)
    assert [part["part"] for part in found["parts"]] == ["repaid", "difficulties"]
    assert sum(part["clients"] for part in found["parts"]) == 300
    assert found["split_label"] == "What was observed of loans that were granted"


def test_a_client_sees_his_own_place_among_similar_ones(scene: Place) -> None:
    asked = {"variable": "AMT_CREDIT", "client": 100_001}
    found = read(scene, "/v1/population/distribution", who="client", **asked)
    edges = found["axis"]["edges"]
    assert found["place"] == sum(edge <= 500_000 for edge in edges)
    assert 20 <= found["clients"] <= 600
    assert str(found["clients"]) in found["group"]
    drawn = read(scene, "/v1/population/distribution", variable="probability", client=100_001)
    assert drawn["place"] == sum(edge <= 0.05 for edge in drawn["axis"]["edges"])


def test_similar_people_are_told_with_what_became_of_them(scene: Place) -> None:
    found = read(scene, "/v1/clients/100001/similar")
    assert found["clients"] >= 20
    assert set(found["criteria"]) <= {"contract", "income_type", "income_third", "burden_third"}
    assert [part["part"] for part in found["proposed"]] == ["granted", "refused"]
    assert [part["part"] for part in found["observed"]] == ["repaid", "difficulties"]
    for part in (*found["proposed"], *found["observed"]):
        assert part["clients"] is None or part["clients"] >= 20


def test_two_variables_make_a_grid_without_small_places(scene: Place) -> None:
    asked = {"first": "AMT_INCOME_TOTAL", "second": "AMT_CREDIT", "client": 100_001}
    found = read(scene, "/v1/population/grid", **asked)
    bins = (len(found["first"]["edges"]) + 1) * (len(found["second"]["edges"]) + 1)
    for part in found["parts"]:
        assert len(part["counts"]) == bins
        assert all(count is None or count == 0 or count >= 20 for count in part["counts"])
    assert found["place"] is not None


def test_the_grid_is_the_same_whichever_is_named_first(scene: Place) -> None:
    one = read(scene, "/v1/population/grid", first="AMT_CREDIT", second="AMT_INCOME_TOTAL")
    other = read(scene, "/v1/population/grid", first="AMT_INCOME_TOTAL", second="AMT_CREDIT")
    assert one == other


@pytest.mark.parametrize(
    "path",
    [
        "/v1/population/distribution?variable=CODE_GENDER",
        "/v1/population/distribution?variable=AMT_CREDIT&split=both",
        "/v1/population/grid?first=AMT_CREDIT&second=AMT_CREDIT",
        "/v1/population/grid?first=AMT_CREDIT&second=OCCUPATION_TYPE",
    ],
)
def test_what_is_not_counted_cannot_be_asked_for(scene: Place, path: str) -> None:
    answer = scene.http.get(path, headers=scene.as_("manager"))
    assert answer.status_code == 422
    assert "CODE_GENDER" not in answer.text


def test_another_managers_client_has_no_place(scene: Place) -> None:
    path = "/v1/population/distribution?variable=AMT_CREDIT&client=100001"
    for who in ("other_manager", "analyst", "other_client"):
        assert scene.http.get(path, headers=scene.as_(who)).status_code == 404


def test_before_anything_was_counted_there_is_no_population(own: Place) -> None:
    own.add_score(100_001)
    answer = own.http.get("/v1/population/variables", headers=own.as_("manager"))
    assert answer.status_code == 404
    assert counted("another").clients == 600


def test_a_reviewer_with_a_review_to_give_is_not_told_where_the_models_opinion_stands(
    own: Place,
) -> None:
    desk = Desk(own)
    review = desk.review()
    client = desk.get("reviewer", f"reviews/{review}").json()["review"]["client"]
    own.add_score(client)
    own.add_population()

    def placed(who: str) -> tuple[object, object, object]:
        one = read(own, "/v1/population/distribution", who, variable="probability", client=client)
        pair = {"first": "probability", "second": "AMT_CREDIT", "client": client}
        two = read(own, "/v1/population/grid", who, **pair)
        asked = {"variable": "AMT_CREDIT", "client": client}
        fact = read(own, "/v1/population/distribution", who, **asked)
        return one["place"], two["place"], fact["place"]

    assert None not in placed("manager")
    assert placed("reviewer")[:2] == (None, None)
    assert placed("reviewer")[2] is not None, "facts are no opinion"
    desk.post("reviewer", f"reviews/{review}/assignment", if_match="*")
    opinion = {"outcome": "granted", "words": "the job is permanent"}
    assert desk.post("reviewer", f"reviews/{review}/opinion", opinion, if_match="*").is_success
    assert None not in placed("reviewer")
