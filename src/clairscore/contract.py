"""Frozen records that cross a boundary: what goes into a decision and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

Value: TypeAlias = str | int | float


@dataclass(frozen=True, slots=True)
class CreditFile:
    """One applicant's facts as of the application date (day 0), under Kaggle's names.

    A fact that is not known is absent: no None, no NaN. `history` holds every history table, by
    its schema name, empty where the applicant has no row; rows repeat the applicant's number.
    """

    application: Mapping[str, Value]
    history: Mapping[str, tuple[Mapping[str, Value], ...]]

    @property
    def client(self) -> int:
        """SK_ID_CURR, which is local to the file (0 when it was left out)."""
        return int(self.application["SK_ID_CURR"])


Verdict = Literal["granted", "refused"]
Outcome = Literal["granted", "refused", "referred"]
Effect = Literal["refuse", "documents", "refer"]
Basis = Literal["value", "missing"]
RegisterStatus = Literal["absent", "clear", "listed"]


@dataclass(frozen=True, slots=True)
class Consultation:
    """What the credit register (FICP) answered, and when it was asked."""

    status: RegisterStatus
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A rule that fired: its code, its effect, and the figures that its wording needs."""

    code: str
    effect: Effect
    figures: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fact:
    """One feature of the model with the applicant's value; `value` None = not supplied.

    `contribution` is its part of the calibrated log-odds; positive raises the risk.
    """

    feature: str
    value: float | None
    contribution: float


@dataclass(frozen=True, slots=True)
class ThemeContribution:
    """A theme's part of the calibrated log-odds, exact and as shown (multiple of 1e-4)."""

    theme: str
    contribution: float
    shown: float


@dataclass(frozen=True, slots=True)
class Reason:
    """A theme that speaks for or against granting, with its strongest facts.

    `basis` says whether the theme weighs by values or by what was not supplied.
    """

    theme: str
    contribution: float
    basis: Basis
    facts: tuple[Fact, ...]

    @property
    def against(self) -> bool:
        """Whether it raises the risk."""
        return self.contribution > 0


@dataclass(frozen=True, slots=True)
class BeyondScores:
    """In a refusal led by external scores: the strongest reason outside them.

    `share` is the part of the distance to the limit (log-odds) that this reason explains alone, and
    `scores_share` the part that the external scores explain; above 1, the file would be under the
    limit without it.
    """

    reason: Reason
    share: float
    scores_share: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the model and the rules propose for one application; never a decision.

    `probability` and `cut_off` are probabilities of payment difficulties; `distance` is probability
    minus cut-off (positive: above the limit), `log_odds_distance` the same in log-odds.
    `verdict` is the class at the cut-off, given even when a rule or a referral sets `outcome`.
    `causes` say why a person studies the file: codes of rules, `absence_never_met` (a fact is
    missing that the model never met missing), `uncertain` (a review is worth its price) or `age`
    (that theme leads or turns a refusal).
    `features`, `values` (None: missing) and `contributions` go together, one each a feature;
    `base` plus the sum of `contributions` is `log_odds`; `residual` is `log_odds` minus base minus
    the shown theme figures. `automatic` says that no person has to decide.
    `facts_used` of `facts_read` source columns that the model reads held a value.
    """

    probability: float
    log_odds: float
    cut_off: float
    distance: float
    log_odds_distance: float
    verdict: Verdict
    outcome: Outcome
    decided_by: Literal["rule", "score"]
    automatic: bool
    rules: tuple[RuleHit, ...]
    causes: tuple[str, ...]
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    beyond_scores: BeyondScores | None
    themes: tuple[ThemeContribution, ...]
    features: tuple[str, ...]
    values: tuple[float | None, ...]
    contributions: tuple[float, ...]
    base: float
    residual: float
    facts_used: int
    facts_read: int
    bundle: str
    features_version: str
    policy: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What is asked for, in the currency of the data.

    `amount` is what is borrowed, `goods` the price of what it buys, `down_payment` what the
    applicant would pay at once beside the file's own offer, and borrow less. `term` counts
    instalments and `rate` is the flat rate of one (never an APR): annuity = amount x (1 / term +
    rate). None: not supplied, or for term and rate also not known (revolving loans have none).
    """

    product: str
    amount: float
    annuity: float | None
    term: int | None
    rate: float | None
    goods: float | None
    down_payment: float = 0.0

    @property
    def total_cost(self) -> float | None:
        """What the loan costs over its whole term, beyond what is borrowed."""
        if self.annuity is None or self.term is None:
            return None
        return round(self.annuity * self.term - self.amount, 2)


@dataclass(frozen=True, slots=True)
class OfferEdit:
    """What a person changes of an offer; None leaves it as it is.

    `amount` is what is asked for before the down payment is taken off.
    """

    amount: float | None = None
    term: int | None = None
    rate: float | None = None
    down_payment: float = 0.0


Corrections: TypeAlias = Mapping[str, Value | None]
"""Facts of the application as they should be, by column; None: not known."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """What would be proposed for another offer or corrected facts: a simulation, not an offer."""

    before: Offer
    offer: Offer
    corrections: Corrections
    proposal: Proposal


RecourseKind = Literal["smaller_amount", "down_payment", "longer_term"]


@dataclass(frozen=True, slots=True)
class Recourse:
    """One change that would have the loan granted, verified by the model and the rules.

    `change` is money not borrowed or paid down, or instalments more; `share` the same relative to
    the offer as asked. `extra_cost` is what the loan costs more over its term (negative: less),
    None where the term is not known.
    """

    kind: RecourseKind
    edit: OfferEdit
    offer: Offer
    change: float
    share: float
    extra_cost: float | None
    proposal: Proposal


FactUse = Literal["model", "rules", "unused"]
FactKind = Literal["choice", "date", "money", "number", "share"]
"""How a fact is written down: one of few words, a day, an amount, a number, a number up to 1."""


@dataclass(frozen=True, slots=True)
class ToldFact:
    """One fact of an application in words: what it is, what it holds, what it serves for.

    `raw` is the value as the file holds it, None where it is not known; `theme` None where the
    calculation does not use it; `source` names the outside organisation that supplies it. `choices`
    are the values that a fact of kind `choice` may have, with their words.
    """

    column: str
    theme: str | None
    label: str
    value: str
    definition: str
    raw: Value | None
    use: FactUse
    correctable: bool
    source: str | None
    kind: FactKind = "number"
    choices: tuple[tuple[Value, str], ...] = ()


EventKind = Literal[
    "opened", "planned_end", "ended", "first_due", "last_due", "instalment", "month"
]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a loan, `day` days from the application (past: negative).

    `amount` is what was due or owed, `paid` what was paid, `days_late` positive for a delay, and
    `status` the source's own word; None where the source does not say.
    """

    day: int
    kind: EventKind
    amount: float | None = None
    paid: float | None = None
    days_late: int | None = None
    status: str | None = None


LoanSource = Literal["bureau", "previous_application"]
LoanStage = Literal["running", "ended", "refused", "unused"]


@dataclass(frozen=True, slots=True)
class Loan:
    """One credit elsewhere (`bureau`) or one earlier application here, with its dated events.

    `number` is the file's own; `day` is when it was opened or decided, None where the file holds
    events of it alone; `kind` and `status` are the source's words.
    """

    source: LoanSource
    number: int
    day: int | None
    kind: str | None
    status: str | None
    amount: float | None
    owed: float | None
    events: tuple[Event, ...]
