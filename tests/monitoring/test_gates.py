"""The gates of promotion open to a model that is no worse, and say in words why not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clairscore.decision.gates import Gates
from clairscore.decision.logistic import probability
from clairscore.decision.policy import Policy
from clairscore.i18n import LANGUAGES, Lang
from clairscore.monitoring.gates import NAMES, Compared, GateVerdict, Sides, compare, judge
from clairscore.monitoring.gates_told import told

POLICY = Policy()


def sides(n: int = 12_000, *, noise: float = 0.0, shift: float = 0.0, seed: int = 1) -> Sides:
    """A calibrated champion, and a challenger with noise or a shift in its log-odds."""
    rng = np.random.default_rng(seed)
    log_odds = rng.normal(-2.7, 1.0, n)
    worse = log_odds + noise * rng.normal(size=n) + shift
    return Sides(
        champion=probability(log_odds),
        challenger=probability(worse),
        difficulties=rng.random(n) < probability(log_odds),
        labels={"sex": rng.choice(["F", "M"], n)},
    )


def compared(found: Sides, *, seen: tuple[str, ...] = (), exam: bool = True) -> Compared:
    return compare(found, ("old", "new"), (POLICY, POLICY), data={}, seen=seen, exam=exam)


def shut(verdict: GateVerdict) -> list[str]:
    return [gate.name for gate in verdict.gates if not gate.passed]


def test_a_model_that_is_the_same_passes_every_gate() -> None:
    verdict = judge(compared(sides()), Gates())
    assert verdict.passed
    assert tuple(gate.name for gate in verdict.gates) == NAMES


def test_a_noisy_model_ranks_worse_costs_more_and_changes_decisions() -> None:
    verdict = judge(compared(sides(noise=1.0)), Gates())
    assert {"auc", "cost", "swapped"} <= set(shut(verdict))
    assert "exam" not in shut(verdict)


def test_a_shifted_model_is_out_of_calibration_but_ranks_as_well() -> None:
    verdict = judge(compared(sides(shift=0.7)), Gates())
    assert "calibration" in shut(verdict)
    assert "auc" not in shut(verdict)


def test_a_group_that_falls_behind_shuts_the_gate_and_is_named() -> None:
    found = sides()
    men = found.labels["sex"] == "M"
    apart = np.where(men, np.minimum(found.challenger * 2.5, 0.9), found.challenger)
    verdict = judge(compared(replace(found, challenger=apart)), Gates())
    assert "impact" in shut(verdict)
    assert "Sex: man" in " ".join(told(verdict, "en"))


def test_people_who_were_learnt_from_prove_nothing() -> None:
    assert shut(judge(compared(sides(), seen=("new",)), Gates())) == ["data"]


def test_a_failed_exam_and_too_few_people_shut_their_gates() -> None:
    assert shut(judge(compared(sides(), exam=False), Gates())) == ["exam"]
    assert "people" in shut(judge(compared(sides(400)), Gates()))


def test_a_loss_that_chance_explains_shuts_nothing() -> None:
    """Over many repetitions a model of equal worth is kept out in few of them."""
    kept_out = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        found = sides(4_000, seed=seed)
        log_odds = np.log(found.champion / (1 - found.champion))
        one, two = (probability(log_odds + 0.1 * rng.normal(size=4_000)) for _ in range(2))
        even = replace(found, champion=one, challenger=two)
        kept_out += not judge(compared(even), Gates(cost_rise=0.1)).passed
    assert kept_out <= 6


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_verdict_is_told_in_sentences(lang: Lang) -> None:
    for found in (sides(), sides(noise=1.0, shift=1.0)):
        sentences = told(judge(compared(found, seen=("new",)), Gates()), lang)
        assert len(sentences) == 1 + len(NAMES)
