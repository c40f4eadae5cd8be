"""The policy: its defaults, its JSON, and what it refuses."""

from __future__ import annotations

import json
import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from clairscore.data.schema import protected_columns
from clairscore.decision.policy import THEMES, Policy
from clairscore.decision.rules import RULES
from clairscore.errors import BadSetting
from clairscore.features.catalogue import catalogue


def test_the_defaults_are_those_of_the_domain() -> None:
    policy = Policy()
    assert policy.cost_ratio == 10
    assert policy.cut_off == pytest.approx(0.0909, abs=5e-5)
    assert policy.instalment_share == 0.35
    assert (policy.referral.price, policy.referral.detection, policy.referral.specificity) == (
        0.2,
        0.75,
        0.75,
    )
    assert (policy.referral.capacity, policy.referral.alert_share) == (0.10, 0.05)
    assert (policy.automatic_grant, policy.automatic_refusal) == (True, False)
    assert (policy.proposal_days, policy.file_days) == (30, 90)
    assert policy.excluded_columns == protected_columns()
    assert policy.register_consultation.check == "not required"


def test_every_rule_has_a_setting_and_every_setting_a_rule() -> None:
    assert {rule.code for rule in Policy().rules} == set(RULES)


def test_the_themes_are_those_of_the_features() -> None:
    assert {feature.theme for feature in catalogue("full")} <= set(THEMES)


@given(
    cut_off=st.floats(0.001, 0.999),
    ratio=st.floats(0.01, 9_999),
    days=st.integers(1, 365),
    refusal=st.booleans(),
    rules=st.lists(st.sampled_from(Policy().rules), unique=True).map(tuple),
)
def test_json_and_back_is_the_same_policy(cut_off, ratio, days, refusal, rules) -> None:  # type: ignore[no-untyped-def]
    policy = Policy(
        cut_off=cut_off, cost_ratio=ratio, file_days=days, automatic_refusal=refusal, rules=rules
    )
    again = Policy.from_json(policy.to_json())
    assert again == policy
    assert again.to_json() == policy.to_json()
    assert again.digest == policy.digest


def test_any_change_changes_the_digest() -> None:
    assert Policy().digest == Policy().digest
    assert Policy().digest != Policy(least_age=21).digest


def changed(**values: object) -> str:
    return json.dumps(json.loads(Policy().to_json()) | values)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (changed(cut_off=1.0), "policy.cut_off"),
        (changed(cut_off="0.1"), "policy.cut_off"),
        (changed(automatic_refusal=1), "policy.automatic_refusal"),
        (changed(version=2), "policy.version"),
        (changed(colour="blue"), "policy.colour: Extra inputs"),
        (changed(mandatory=["AMT_WISHES"]), "AMT_WISHES: found a column that is not in the schema"),
        (changed(excluded=[["bureau", "CODE_GENDER"]]), "bureau.CODE_GENDER"),
        (changed(themes=["age", "age"]), "themes: an entry is given twice"),
        (
            changed(products=[{"product": "Cash loans", "amount": [9.0, 1.0], "term": [1.0, 2.0]}]),
            "lower bound above",
        ),
        (changed(rules=[{"code": "hunch", "effect": "refuse"}]), "policy.rules.0.code"),
        ('{"cut_off": 0.1, "cut_off": 0.2}', "a key is given twice"),
        ('{"cut_off": NaN}', "policy"),
        ("{", "not strict JSON"),
    ],
)
def test_a_policy_that_cannot_be_used_is_refused_by_name(text: str, told: str) -> None:
    with pytest.raises(BadSetting, match=re.escape(told)):
        Policy.from_json(text)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(BadSetting) as refused:
        Policy.from_json(changed(cut_off=2.0, least_age=-1))
    assert "policy.cut_off" in str(refused.value)
    assert "policy.least_age" in str(refused.value)


def test_a_policy_is_frozen() -> None:
    with pytest.raises(ValidationError):
        Policy().cut_off = 0.5  # type: ignore[misc]


def test_a_pd_at_the_cut_off_is_refused() -> None:
    policy = Policy(cut_off=0.25)
    assert policy.grants(np.array([0.2, 0.25, 0.3])).tolist() == [True, False, False]
    assert policy.cut_off_log_odds == pytest.approx(math.log(1 / 3))
