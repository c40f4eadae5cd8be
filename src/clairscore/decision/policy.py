"""The policy: everything a lender may set about a decision, frozen, versioned, saved in the bundle.

Money is in the currency of the data; its defaults suit Kaggle's. Shares are between 0 and 1.
"""

from __future__ import annotations

import hashlib
import json
import math
from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field, ValidationError, model_validator

from clairscore.contract import Effect
from clairscore.data.schema import TABLES, protected_columns
from clairscore.decision.alerting import Alerting
from clairscore.decision.gates import Gates
from clairscore.decision.sections import STRICT, Amount, Days, Open, Share
from clairscore.decision.watching import Watching
from clairscore.errors import BadSetting

RuleCode = Literal[
    "under_age",
    "income_not_positive",
    "amount_outside_product",
    "term_outside_product",
    "fact_absent",
    "instalment_over_income",
    "residual_income",
    "register_absent",
    "register_old",
    "register_listed",
    "thin_file",
    "outside_training_range",
]

THEMES = (
    "external_scores",
    "repayment_here",
    "credits_elsewhere",
    "earlier_applications",
    "card_use",
    "this_loan",
    "income",
    "work",
    "housing",
    "documents",
    "age",
)
"""The themes that reasons speak of, in the order that breaks ties."""


class RuleSetting(BaseModel):
    """One rule in force and what it does; a rule that is not listed is off."""

    model_config = STRICT

    code: RuleCode
    effect: Effect


class Bounds(BaseModel):
    """What a product lends: amount in the data's currency, term in instalments (credit/annuity)."""

    model_config = STRICT

    product: str
    amount: tuple[Amount, Amount]
    term: tuple[Amount, Amount]


class Referral(BaseModel):
    """What a review costs and finds: price in refused good clients, detection s, specificity t.

    `capacity` is the share of applications that people can study; `threshold` is the gain that
    leaves that share on the training applications (`referral.threshold`).
    """

    model_config = STRICT

    price: Amount = 0.2
    detection: Share = 0.75
    specificity: Share = 0.75
    capacity: Share = 0.10
    threshold: Amount = 0.0
    alert_share: Share = 0.05


class ResidualIncome(BaseModel):
    """Least income that must remain after the instalment, for households of 1, 2, 3... people."""

    model_config = STRICT

    by_size: Annotated[tuple[Amount, ...], Field(min_length=1)] = (
        20_000.0,
        26_000.0,
        31_000.0,
        36_000.0,
    )
    each_further: Amount = 5_000.0


class Register(BaseModel):
    """Whether the credit register must have been consulted, and how old an answer may be.

    Kaggle's files hold no consultation, so demonstration data say "not required"; a lender must
    set "required".
    """

    model_config = STRICT

    check: Literal["required", "not required"] = "not required"
    days: Days = 30


class RecourseLimits(BaseModel):
    """How far an offer is changed in search of one that is granted, and in which steps of money.

    A smaller amount or a down payment leaves at least `least_share` of the amount asked for; a term
    grows to at most `most_term` times its length, within the product's bounds.
    """

    model_config = STRICT

    step: Annotated[float, Field(gt=0)] = 50.0
    least_share: Open = 0.5
    most_term: Annotated[float, Field(ge=1, le=10)] = 2.0


class Policy(BaseModel):
    """Rules, prices, limits and delays of one lender."""

    model_config = STRICT

    version: Literal[1] = 1
    cost_ratio: Annotated[float, Field(gt=0, le=10_000)] = 10.0
    # 1 / (1 + 10): cost-optimal cut for a calibrated PD
    cut_off: Open = 1 / 11
    rules: tuple[RuleSetting, ...] = (
        RuleSetting(code="under_age", effect="refuse"),
        RuleSetting(code="income_not_positive", effect="refuse"),
        RuleSetting(code="amount_outside_product", effect="refuse"),
        RuleSetting(code="term_outside_product", effect="refuse"),
        RuleSetting(code="fact_absent", effect="documents"),
        RuleSetting(code="instalment_over_income", effect="refer"),
        RuleSetting(code="residual_income", effect="refer"),
        RuleSetting(code="register_absent", effect="refer"),
        RuleSetting(code="register_old", effect="refer"),
        RuleSetting(code="register_listed", effect="refer"),
        RuleSetting(code="thin_file", effect="refer"),
        RuleSetting(code="outside_training_range", effect="refer"),
    )
    least_age: Annotated[int, Field(ge=0, le=130)] = 18
    mandatory: tuple[str, ...] = (
        "NAME_CONTRACT_TYPE",
        "AMT_INCOME_TOTAL",
        "AMT_CREDIT",
        "AMT_ANNUITY",
        "DAYS_BIRTH",
    )
    products: tuple[Bounds, ...] = (
        Bounds(product="Cash loans", amount=(10_000.0, 5_000_000.0), term=(3.0, 72.0)),
        Bounds(product="Revolving loans", amount=(10_000.0, 5_000_000.0), term=(3.0, 72.0)),
    )
    instalment_share: Amount = 0.35
    residual_income: ResidualIncome = ResidualIncome()
    register_consultation: Register = Register()
    thin_file_missing_scores: Annotated[int, Field(ge=0, le=3)] = 2
    referral: Referral = Referral()
    recourse: RecourseLimits = RecourseLimits()
    excluded: tuple[tuple[str, str], ...] = tuple(sorted(protected_columns()))
    themes: Annotated[tuple[str, ...], Field(min_length=1)] = THEMES
    age_theme: str = "age"
    scores_theme: str = "external_scores"
    reason_floor: Amount = 0.01
    automatic_grant: bool = True
    automatic_refusal: bool = False
    proposal_days: Days = 30
    file_days: Days = 90
    # a departure from the proposal of a larger loan needs a second person
    second_person_above: Amount = 1_000_000.0
    # within which a review is answered
    review_working_days: Annotated[int, Field(ge=1, le=60)] = 10
    # after a decision was told, within which a review may be asked for
    review_days: Annotated[int, Field(ge=1, le=3_660)] = 60
    watching: Watching = Watching()
    alerting: Alerting = Alerting()
    gates: Gates = Gates()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = [*_unordered(self), *_repeated(self), *_unknown_columns(self)]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @property
    def excluded_columns(self) -> frozenset[tuple[str, str]]:
        """Table and column of every fact that the model may not read."""
        return frozenset(self.excluded)

    @property
    def cut_off_log_odds(self) -> float:
        """The cut-off on the scale on which contributions add up."""
        return math.log(self.cut_off / (1 - self.cut_off))

    @property
    def digest(self) -> str:
        """Sixteen hex digits that change with any setting."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:16]

    def grants(self, probability: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether each PD is under the cut-off; a PD at the cut-off is refused."""
        return probability < self.cut_off

    def to_json(self) -> str:
        """The policy as JSON, keys in declared order, the same bytes each time."""
        return self.model_dump_json(indent=2)

    @classmethod
    def from_json(cls, text: str | bytes) -> Policy:
        """The policy that `to_json` wrote; BadSetting tells every fault at once."""
        try:
            json.loads(text, object_pairs_hook=_no_repeat)
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise BadSetting(_told(error)) from None
        except ValueError as error:
            raise BadSetting(f"policy: found text that is not strict JSON ({error}).") from None


def _told(error: ValidationError) -> str:
    return "\n".join(
        f"policy.{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()
    )


def _no_repeat(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError(f"a key is given twice among {sorted(names)}")
    return dict(pairs)


def _unordered(policy: Policy) -> list[str]:
    return [
        f"products: {bounds.product} has its lower bound above the upper one"
        for bounds in policy.products
        if bounds.amount[0] > bounds.amount[1] or bounds.term[0] > bounds.term[1]
    ]


def _repeated(policy: Policy) -> list[str]:
    lists: dict[str, list[str]] = {
        "rules": [rule.code for rule in policy.rules],
        "products": [bounds.product for bounds in policy.products],
        "themes": list(policy.themes),
    }
    return [
        f"{name}: an entry is given twice" for name, it in lists.items() if len(set(it)) < len(it)
    ]


def _unknown_columns(policy: Policy) -> list[str]:
    application = TABLES["application"].by_name
    absent = [name for name in policy.mandatory if name not in application]
    absent += [
        f"{table}.{column}"
        for table, column in policy.excluded
        if table not in TABLES or column not in TABLES[table].by_name
    ]
    return [f"{name}: found a column that is not in the schema" for name in absent]
