"""What the service is asked and answers, as frozen records.

Written by `python -m tests.client.source`; do not edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account, without what proves who holds it."""

    id: str
    name: str
    roles: tuple[str, ...]
    portfolio: str | None
    client: int | None
    disabled: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """A client who opens his account."""

    client: int
    code: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredDocuments:
    """The answer; a document of which nothing is said was not given."""

    words: str
    documents: tuple[AnsweredPiece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredPiece:
    """One document: sent or handed over, or not, and what it shows."""

    document: Literal[
        "identity",
        "address",
        "income",
        "tax",
        "work",
        "accounts",
        "charges",
        "loan_running",
        "loan_repaid",
        "security",
        "other",
    ]
    given: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What the second person says."""

    approve: bool
    reason: str
    override: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationForm:
    """The groups of an application, what is asked of each credit elsewhere, and an example."""

    groups: tuple[FormGroup, ...]
    credit: tuple[FormField, ...]
    template: Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approving:
    """What the second person says to the choice that waits."""

    approve: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAttempt:
    """Somebody who wants to sign in with an account of the lender's own."""

    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCurve:
    """What varies; all else as edited and corrected, or as it stands."""

    along: Literal["amount", "term"]
    amount: float | None = None
    term: int | None = None
    rate: float | None = None
    down_payment: float = 0.0
    corrections: Mapping[str, str | int | float | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDocuments:
    """Which documents, and why, in words that the client reads."""

    documents: tuple[
        Literal[
            "identity",
            "address",
            "income",
            "tax",
            "work",
            "accounts",
            "charges",
            "loan_running",
            "loan_repaid",
            "security",
            "other",
        ],
        ...,
    ]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedGround:
    """Why, by code and in words."""

    code: Literal[
        "income_proved",
        "charges_lower",
        "debt_repaid",
        "security_given",
        "fact_wrong",
        "documents_inconsistent",
        "situation_worse",
        "debt_undeclared",
        "study_favourable",
        "study_unfavourable",
        "other",
    ]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedProposal:
    """What goes with the file."""

    consultation: AskedRegister | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRegister:
    """What the credit register (FICP) answered, and when it was asked."""

    status: Literal["absent", "clear", "listed"]
    asked_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRequest:
    """What is asked for, and what goes with it in words."""

    kind: Literal["access", "export", "correction", "erasure", "view"]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedReview:
    """A review, asked for on the applicant's behalf."""

    point_of_view: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSimulation:
    """Another offer, corrected facts, or both; what is left out stays as it is."""

    amount: float | None = None
    term: int | None = None
    rate: float | None = None
    down_payment: float = 0.0
    corrections: Mapping[str, str | int | float | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A change of the model, and why."""

    change: Literal["promote", "rollback", "challenge", "retire"]
    bundle: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Where a client belongs now."""

    client: int
    portfolio: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigning:
    """Who looks; oneself where nobody is named."""

    reviewer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Where a client belongs."""

    portfolio: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Send the person to `address`, and keep `kept` in a cookie that scripts cannot read."""

    address: str
    kept: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookScore:
    """What the model says of a client's newest file. This is not a decision."""

    client: int
    probability: float
    log_odds: float
    cut_off: float
    distance: float
    verdict: Literal["granted", "refused"]
    outcome: Literal["granted", "refused", "referred"]
    decided_by: str
    rules: tuple[str, ...]
    causes: tuple[str, ...]
    themes: tuple[Theme, ...]
    meaning: tuple[str, ...]
    bundle: str
    policy: str
    credit_file: str
    created: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationPoint:
    """Clients of about one probability: what was announced and what was observed."""

    clients: int
    predicted: float
    observed: ShownInterval


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """What the provider sent the person back with, and what was kept."""

    kept: str
    code: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A client, and the credit files that are kept of him."""

    client: int
    portfolio: str
    origin: str
    created: str
    restricted: str | None
    held: bool
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What to change of an account; what is left out stays."""

    roles: (
        tuple[
            Literal["client", "manager", "reviewer", "analyst", "auditor", "admin", "service"], ...
        ]
        | None
    ) = None
    portfolio: str | None = None
    password: str | None = None
    disabled: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that a fact may have, and its word."""

    value: str | int | float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """A confirmation: nothing, or the proposal's outcome. A referred file needs both."""

    outcome: Literal["granted", "refused"] | None = None
    ground: AskedGround | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code for a client, shown once; he opens his account with it."""

    code: str
    expires: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concluding:
    """What holds from now on, and why."""

    outcome: Literal["granted", "refused"]
    ground: AskedGround


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """Clients granted and refused at the limit, by what became of them."""

    part: str
    granted_repaid: int
    granted_difficulties: int
    refused_repaid: int
    refused_difficulties: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Where a person may turn."""

    parts: tuple[OwnPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Facts of the application as they should be, and why."""

    facts: Mapping[str, str | int | float | None]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CostAt:
    """Cost per 1,000 applications and share granted at a cut-off."""

    cut_off: float
    cost_per_1000: float
    granted_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """A point of a curve of shares at a cut-off."""

    cut_off: float
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Where the application stands now, with the decision that holds and the choice that waits."""

    application: ShownApplication
    decision: ShownDecision | None
    pending: ShownDecision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """A person's decisions; replaced ones count, since somebody chose them."""

    person: str
    confirmed: int
    studied: int
    revised_to_granted: int
    revised_to_refused: int
    declined: int
    reviewed: int
    upheld: int
    changed: int
    mature: int
    difficulties: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """How a variable spreads over a group, each part of the split apart."""

    axis: ShownAxis
    split: Literal["proposed", "observed"]
    split_label: str
    group: str
    clients: int
    criteria: tuple[str, ...]
    parts: tuple[ShownPart, ...]
    place: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditableOffer:
    """An offer with what may be edited of it, within which bounds, and how often today."""

    label: str
    currency: str
    offer: ShownOffer
    amount: ShownBounds
    term: ShownBounds | None
    rate_editable: bool
    down_payment: ShownBounds | None
    step: float
    a_day: int
    left_today: int
    curve_price: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What a problem means."""

    type: str
    status: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedProposal:
    """The proposal in sentences: where it stands, why, and on what it rests."""

    position: OwnPosition
    reasons_against: tuple[OwnReason, ...]
    reasons_for: tuple[OwnReason, ...]
    causes: tuple[str, ...]
    providers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Everything, as JSON; times are UTC."""

    client: int
    exported: str
    credit_files: tuple[Mapping[str, JsonValue], ...]
    applications: tuple[Mapping[str, JsonValue], ...]
    proposals: tuple[Mapping[str, JsonValue], ...]
    decisions: tuple[Mapping[str, JsonValue], ...]
    reviews: tuple[Mapping[str, JsonValue], ...]
    notices: tuple[Mapping[str, JsonValue], ...]
    requests: tuple[Mapping[str, JsonValue], ...]
    looks: tuple[Mapping[str, JsonValue], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact of the application, in words."""

    column: str
    theme: str | None
    label: str
    value: str
    definition: str
    raw: str | int | float | None
    use: Literal["model", "rules", "unused"]
    kind: Literal["choice", "date", "money", "number", "share"]
    choices: tuple[Choice, ...]
    correctable: bool
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of a client's newest file, as of its day 0."""

    client: int
    credit_file: str
    version: int
    as_of: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessSummary:
    """The newest audit that was kept; `report` null: none was."""

    report: ShownReport | None
    source: str | None
    people: int
    known: int
    conclusion: tuple[str, ...]
    groups: tuple[TreatedGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A credit file of the client, as of its day 0; its content is read elsewhere."""

    id: str
    snapshot: int
    version: int
    as_of: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A fact to ask for."""

    column: str
    label: str
    definition: str
    kind: Literal["choice", "date", "money", "number", "share"]
    choices: tuple[Choice, ...]
    required: bool
    whole: bool
    least: float | None
    most: float | None
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormGroup:
    """Facts that belong together."""

    name: str
    title: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FullReport:
    """A report of a window with its conclusion, what is proposed, and what it rests on."""

    id: str
    kind: Literal["window", "fairness"]
    bundle: str
    begins: str | None
    ends: str | None
    applications: int
    light: Literal["calm", "watch", "act", "unjudged"]
    created: str
    conclusion: tuple[str, ...]
    actions: tuple[str, ...]
    cut_off: float
    compared: int
    moved: int
    score: ShownScore
    signals: tuple[ShownSignal, ...]
    effects: tuple[ShownEffect, ...]
    features: tuple[ShownShift, ...]
    estimates: tuple[ShownEstimate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gated:
    """What the gates said of a challenger beside the champion."""

    passed: bool
    champion: str
    challenger: str
    people: int
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigures:
    """What the model does to a group; a share is null where nobody has that outcome."""

    base_rate: ShownInterval
    granted: ShownInterval
    difficulties_refused: ShownInterval | None
    repaid_refused: ShownInterval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Something that happened to a loan."""

    day: int
    kind: Literal["opened", "planned_end", "ended", "first_due", "last_due", "instalment", "month"]
    text: str
    amount: float | None
    paid: float | None
    days_late: int | None
    status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """That the service answers."""

    status: Literal["live", "ready"]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The loans of a client's newest file, the latest first."""

    client: int
    credit_file: str
    as_of: str
    loans: tuple[ShownLoan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """Everybody by two variables, each part of the split apart."""

    first: ShownAxis
    second: ShownAxis
    split: Literal["proposed", "observed"]
    split_label: str
    clients: int
    parts: tuple[ShownGrid, ...]
    place: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedClients:
    """On how many clients it was trained and tested, and how many of them had difficulties."""

    training: int
    training_difficulties: int
    test: int
    test_difficulties: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedFigure:
    """One figure, out of fold and on the untouched test."""

    name: str
    label: str
    out_of_fold: ShownInterval
    test: ShownInterval


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key, without its secret."""

    id: str
    name: str
    roles: tuple[str, ...]
    portfolio: str | None
    created: str
    expires: str | None
    revoked: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Every key."""

    items: tuple[Key, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDocument:
    """A kind of document, and what it is called."""

    code: Literal[
        "identity",
        "address",
        "income",
        "tax",
        "work",
        "accounts",
        "charges",
        "loan_running",
        "loan_repaid",
        "security",
        "other",
    ]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDocuments:
    """The kinds of documents, in the order in which they are offered."""

    items: tuple[KnownDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownGround:
    """A reason by code, and what it says."""

    code: Literal[
        "income_proved",
        "charges_lower",
        "debt_repaid",
        "security_given",
        "fact_wrong",
        "documents_inconsistent",
        "situation_worse",
        "debt_undeclared",
        "study_favourable",
        "study_unfavourable",
        "other",
    ]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownGrounds:
    """The reasons for each outcome, in the order in which they are offered."""

    granted: tuple[KnownGround, ...]
    refused: tuple[KnownGround, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelA:
    """The stored features given to the bundle again."""

    log_odds: float
    probability: float
    recorded_log_odds: float
    recorded_probability: float
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelB:
    """The features computed again from the stored credit file."""

    snapshot_same: bool
    moved: int
    features: tuple[MovedFeature, ...]
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A client in a list; without figures where the book has none."""

    client: int
    portfolio: str
    restricted: str | None
    probability: float | None
    distance: float | None
    verdict: Literal["granted", "refused"] | None
    outcome: Literal["granted", "refused", "referred"] | None
    application: str | None
    state: (
        Literal[
            "draft",
            "proposed",
            "referred",
            "awaiting_second",
            "decided",
            "notified",
            "review_requested",
            "upheld",
            "changed",
            "withdrawn",
            "expired",
            "closed",
        ]
        | None
    )
    state_text: str | None
    deadline: str | None
    flags: tuple[Literal["near_limit", "facts_missing", "review_asked", "due_soon", "overdue"], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A new key: keep it now, it is never shown again."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The bundle that answers now."""

    bundle: str
    created: str
    features: int
    features_version: str
    policy: str
    cut_off: float
    cost_ratio: float
    automatic_grant: bool
    automatic_refusal: bool
    proposal_days: int
    file_days: int
    card: Mapping[str, JsonValue]
    data: Mapping[str, str]
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChange:
    """An entry of the log: asked for (ask_…), then made or declined by a second person."""

    id: str
    kind: str
    bundle: str
    replaced: str | None
    actor: str
    reason: str
    created: str
    asks: str | None
    gates: Literal["passed", "failed", "absent"] | None
    comparison: str | None
    overrides: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """Every known bundle, the change that waits, and how the challenger compares."""

    items: tuple[ShownModel, ...]
    pending: ModelChange | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedFeature:
    """A feature that comes out otherwise than it was stored."""

    feature: str
    stored: float | None
    recomputed: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApplication:
    """An application: of a client by number, of a new client by credit file, or both: a known
    client with a new file. Without a file the client's last one is taken.
    """

    information: ShownInformation
    client: int | None = None
    credit_file: Mapping[str, JsonValue] | None = None
    as_of: str | None = None
    channel: Literal["branch", "telephone", "online", "partner"] = "branch"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key to make."""

    name: str
    roles: tuple[Literal["service", "analyst", "auditor"], ...]
    portfolio: str | None = None
    days: int = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """An account to make."""

    name: str
    roles: tuple[
        Literal["client", "manager", "reviewer", "analyst", "auditor", "admin", "service"], ...
    ]
    password: str
    portfolio: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePart:
    """A part of the notice."""

    title: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifying:
    """How the applicant is told."""

    lang: Literal["fr", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noting:
    """What somebody says who takes note of an alert."""

    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A session: send its token with every request, as `Authorization: Bearer …`."""

    token: str
    expires: str
    idle_minutes: int
    user: str
    roles: tuple[str, ...]
    portfolio: str | None
    client: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedAccount:
    """An account that was opened; sign in with this name."""

    user: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opining:
    """What the reviewer would do, before seeing the model's opinion."""

    outcome: Literal["granted", "refused"]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything that a first look at a client needs."""

    card: Card
    score: BookScore | None
    applications: tuple[ShownApplication, ...]
    whole: Whole | None
    explained: ExplainedProposal | None
    choices: tuple[PossibleChoice, ...]
    why_not: str | None
    may_approve: bool
    review: ShownReview | None
    offer: ShownOffer | None
    income: float | None
    people: tuple[Participant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The client, and what is kept of him."""

    client: int
    created: str
    restricted: str | None
    files: tuple[str, ...]
    applications: tuple[ShownApplication, ...]
    to_answer: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDecision:
    """A decision that was told, in plain words."""

    id: str
    application: str
    outcome: Literal["granted", "refused"]
    by_person: bool
    ground: str | None
    told: str
    review_possible: bool
    review_until: str
    review: str | None
    review_due: str | None
    text: tuple[ShownSection, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDecisions:
    """Every decision that was told, newest first."""

    items: tuple[OwnDecision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDefinition:
    """A word of the file and what it means."""

    label: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnExplanation:
    """One application: where it stands, until when it is answered, and the letter's own words."""

    application: ShownApplication
    answer_by: str | None
    outcome: Literal["granted", "refused"] | None
    by_person: bool
    told: str | None
    review_possible: bool
    review_until: str | None
    review: str | None
    review_due: str | None
    asking: ShownAsking | None
    title: str | None
    lead: tuple[str, ...]
    position: OwnPosition | None
    reasons_against: tuple[OwnReason, ...]
    reasons_for: tuple[OwnReason, ...]
    parts: tuple[OwnPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFile:
    """A credit file of one's own, under the names that its tables have."""

    id: str
    as_of: str
    version: int
    facts: Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnItem:
    """An entry of a list, and what belongs to it."""

    text: str
    below: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPart:
    """A part of the letter."""

    kind: Literal[
        "text",
        "why",
        "role",
        "automated",
        "reasons",
        "conditions",
        "consulted",
        "changes",
        "correction",
        "rights",
        "advice",
        "complaints",
        "contact",
    ]
    title: str
    before: tuple[str, ...]
    items: tuple[OwnItem, ...]
    after: tuple[str, ...]
    prominent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPosition:
    """Where the file stands: the probability, the limit, and both as sentences."""

    probability: float
    cut_off: float
    distance: float
    near: bool
    risk: str
    gap: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReason:
    """A reason with the facts behind it and the meaning of each."""

    theme: str
    name: str
    explanation: str
    text: str
    facts: tuple[str, ...]
    definitions: tuple[OwnDefinition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """Page_Account_."""

    items: tuple[Account, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePage:
    """Page_Line_."""

    items: tuple[Line, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChangePage:
    """Page_ModelChange_."""

    items: tuple[ModelChange, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAlertPage:
    """Page_ShownAlert_."""

    items: tuple[ShownAlert, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownApplicationPage:
    """Page_ShownApplication_."""

    items: tuple[ShownApplication, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDecisionPage:
    """Page_ShownDecision_."""

    items: tuple[ShownDecision, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReportPage:
    """Page_ShownReport_."""

    items: tuple[ShownReport, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRequestPage:
    """Page_ShownRequest_."""

    items: tuple[ShownRequest, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReviewPage:
    """Page_ShownReview_."""

    items: tuple[ShownReview, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who chose, agreed or asked, by name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Counts by person, by name of account."""

    deciders: tuple[Decider, ...]
    reviewers: tuple[Reviewer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """What training measured; a list is empty where the bundle's card does not hold it."""

    bundle: str
    cut_off: float
    clients: JudgedClients | None
    figures: tuple[JudgedFigure, ...]
    roc: tuple[CurvePoint, ...]
    precision_recall: tuple[CurvePoint, ...]
    confusion: tuple[Confusion, ...]
    calibration: tuple[CalibrationPoint, ...]
    slope: ShownInterval | None
    intercept: ShownInterval | None
    cost_curve: tuple[CostAt, ...]
    optimum: ShownInterval | None
    groups: tuple[ShownGroup, ...]
    themes: tuple[ShownWeight, ...]
    features: tuple[ShownWeight, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointOfView:
    """What the client thinks of the decision."""

    point_of_view: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """A portfolio and how many clients it has."""

    name: str
    clients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolios:
    """Every portfolio that has clients, by name."""

    items: tuple[Portfolio, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleChoice:
    """An outcome that may be chosen now."""

    outcome: Literal["granted", "refused"]
    how: Literal["confirm", "study", "revise"]
    second_person: bool
    grounds: tuple[PossibleGround, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleGround:
    """A reason code and its words."""

    code: Literal[
        "income_proved",
        "charges_lower",
        "debt_repaid",
        "security_given",
        "fact_wrong",
        "documents_inconsistent",
        "situation_worse",
        "debt_undeclared",
        "study_favourable",
        "study_unfavourable",
        "other",
    ]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """An estimate between the ends of its interval at 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Registering:
    """A bundle in the service's folder of bundles."""

    bundle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What a replay showed; after an erasure only `text`."""

    decision: str
    same: bool | None
    chained: bool | None
    bundle: str | None
    package_recorded: str | None
    package_now: str
    level_a: LevelA | None
    level_b: LevelB | None
    why_not: str | None
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """A person's reviews."""

    person: str
    upheld: int
    changed: int
    late: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Revising:
    """Another outcome than proposed or decided, and why."""

    outcome: Literal["granted", "refused"]
    ground: AskedGround | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """Which models proposed on a day, and which one was in service at its end."""

    day: str
    models: tuple[ShownReign, ...]
    champion: ShownReign | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who calls: a person who signed in, or a program by its key."""

    user: str
    name: str
    roles: tuple[str, ...]
    portfolio: str | None
    client: int | None
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAlert:
    """An alert: one for each signal until it is gone, and who took note of it."""

    id: str
    signal: str
    name: str
    bundle: str
    level: Literal["watch", "act"]
    level_name: str
    state: Literal["open", "acknowledged", "closed"]
    state_name: str
    value: float | None
    report: str
    opened: str
    worsened: str | None
    acknowledged: str | None
    acknowledged_by: str | None
    note: str | None
    closed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownApplication:
    """One application and where it stands."""

    id: str
    client: int
    product: Literal["cash", "revolving"]
    amount: float | None
    channel: str
    as_of: str
    credit_file: str
    state: Literal[
        "draft",
        "proposed",
        "referred",
        "awaiting_second",
        "decided",
        "notified",
        "review_requested",
        "upheld",
        "changed",
        "withdrawn",
        "expired",
        "closed",
    ]
    state_text: str
    next: tuple[
        Literal[
            "propose",
            "decide",
            "approve",
            "decline",
            "notify",
            "request_review",
            "correct",
            "conclude",
            "withdraw",
            "expire",
        ],
        ...,
    ]
    demonstration: bool
    opened: str
    valid_until: str | None
    revision: int
    acquaintance: Literal["new", "existing", "returning"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAsking:
    """Documents asked for in one go: with which words, until when, and the answer."""

    asked: str
    words: str
    documents: tuple[ShownPiece, ...]
    due: str
    answered: str | None
    by_client: bool | None
    answer_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAxis:
    """A variable and how it is cut into bins."""

    variable: str
    label: str
    definition: str
    kind: Literal["number", "word"]
    edges: tuple[float, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBounds:
    """The least and the most of a quantity."""

    least: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """One change that would have the loan granted, verified by model and rules."""

    kind: Literal["smaller_amount", "down_payment", "longer_term"]
    text: str
    offer: ShownOffer
    change: float
    share: float
    extra_cost: float | None
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCurve:
    """How the answer follows the amount or the term: a simulation, not an offer."""

    label: str
    along: Literal["amount", "term"]
    currency: str
    points: tuple[ShownPoint, ...]
    here: ShownPoint
    turns: tuple[ShownTurn, ...]
    cut_off: float
    left_today: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDecision:
    """A decision; `state` pending waits for a second person."""

    id: str
    application: str
    proposal: str
    client: int
    outcome: Literal["granted", "refused"]
    basis: Literal["automatic", "confirmed", "studied", "revised", "reviewed"]
    state: Literal["pending", "holds", "replaced", "declined"]
    actor: str
    second_actor: str | None
    ground: (
        Literal[
            "income_proved",
            "charges_lower",
            "debt_repaid",
            "security_given",
            "fact_wrong",
            "documents_inconsistent",
            "situation_worse",
            "debt_undeclared",
            "study_favourable",
            "study_unfavourable",
            "other",
        ]
        | None
    )
    ground_text: str | None
    replaces: str | None
    created: str
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEffect:
    """A figure of the reference and of now, and the difference with its interval."""

    figure: str
    name: str
    reference: float
    current: float
    difference: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEstimate:
    """AUC, share of difficulties and cost per 1,000 by one method; not usable: too uncertain."""

    method: str
    name: str
    usable: bool
    auc: Range
    rate: Range
    cost: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFact:
    """A fact behind a reason."""

    feature: str
    value: float | None
    contribution: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGrid:
    """One part on a grid of two variables, by rows of the first."""

    part: str
    label: str
    clients: int | None
    counts: tuple[int | None, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGroup:
    """A group in words; of fewer than 20 people only their number is told."""

    criterion: str
    name: str
    clients: int
    figures: GroupFigures | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownInformation:
    """The information notice that the applicant was shown before this."""

    version: str
    lang: Literal["fr", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownInterval:
    """An estimate and the ends of its interval."""

    value: float
    low: float
    high: float
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLoan:
    """A credit elsewhere or an earlier application here, with its events by day."""

    source: Literal["bureau", "previous_application"]
    number: int
    day: int | None
    stage: Literal["running", "ended", "refused", "unused"]
    text: str
    kind: str | None
    status: str | None
    amount: float | None
    owed: float | None
    events: tuple[Happened, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownModel:
    """A bundle that the service knows."""

    bundle: str
    role: Literal["champion", "challenger", "retired"]
    registered: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNotice:
    """What an applicant is shown before the score; the record keeps its version."""

    version: str
    lang: Literal["fr", "en"]
    title: str
    lead: tuple[str, ...]
    parts: tuple[NoticePart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOffer:
    """What is asked for; term and rate as they are learnt from the offer, never stated by it."""

    product: str
    amount: float
    annuity: float | None
    term: int | None
    rate: float | None
    goods: float | None
    down_payment: float
    total_cost: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPart:
    """One part of the split; without counts where it has fewer than 20 people."""

    part: str
    label: str
    clients: int | None
    counts: tuple[int, ...] | None
    missing: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPiece:
    """A document that was asked for, and what the client said of it."""

    document: Literal[
        "identity",
        "address",
        "income",
        "tax",
        "work",
        "accounts",
        "charges",
        "loan_running",
        "loan_repaid",
        "security",
        "other",
    ]
    text: str
    given: bool | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPoint:
    """What would be proposed at one value."""

    value: float
    annuity: float | None
    probability: float
    outcome: Literal["granted", "refused", "referred"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProposal:
    """What model and rules propose; never a decision."""

    id: str
    application: str
    client: int
    created: str
    valid_until: str
    outcome: Literal["granted", "refused", "referred"]
    verdict: Literal["granted", "refused"]
    decided_by: str
    automatic: bool
    probability: float
    cut_off: float
    distance: float
    log_odds: float
    base: float
    residual: float
    themes: tuple[ShownTheme, ...]
    reasons_against: tuple[ShownReason, ...]
    reasons_for: tuple[ShownReason, ...]
    rules: tuple[ShownRule, ...]
    causes: tuple[str, ...]
    facts_used: int
    facts_read: int
    text: tuple[ShownSection, ...]
    bundle: str
    policy: str
    features_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReason:
    """A theme that speaks for or against granting."""

    theme: str
    contribution: float
    text: str
    facts: tuple[ShownFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRecourse:
    """What could change the decision: at most three changes, the smallest first."""

    label: str
    outcome: Literal["granted", "refused", "referred"]
    offer: ShownOffer
    changes: tuple[ShownChange, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReign:
    """A model that served on a day: how often it proposed, who asked for it and who approved."""

    bundle: str
    proposals: int
    since: str | None
    asked: ModelChange | None
    approved: ModelChange | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReport:
    """A report in short; `light` unjudged: too few applications."""

    id: str
    kind: Literal["window", "fairness"]
    bundle: str
    begins: str | None
    ends: str | None
    applications: int
    light: Literal["calm", "watch", "act", "unjudged"]
    created: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRequest:
    """A request and its clock; this is its receipt too."""

    id: str
    client: int
    kind: Literal["access", "export", "correction", "erasure", "review", "view"]
    kind_text: str
    state: Literal["received", "extended", "done", "refused"]
    state_text: str
    received: str
    due: str
    answered: str | None
    answer: str | None
    answer_text: str | None
    possible_from: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRequests:
    """Requests of one client, newest first."""

    items: tuple[ShownRequest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReview:
    """A second look by a person."""

    id: str
    application: str
    decision: str
    client: int
    state: Literal["requested", "assigned", "opinion_given", "concluded"]
    state_text: str
    requested: str
    requested_by: str
    due: str
    late: bool
    reviewer: str | None
    outcome: Literal["upheld", "changed"] | None
    ground: (
        Literal[
            "income_proved",
            "charges_lower",
            "debt_repaid",
            "security_given",
            "fact_wrong",
            "documents_inconsistent",
            "situation_worse",
            "debt_undeclared",
            "study_favourable",
            "study_unfavourable",
            "other",
        ]
        | None
    )
    answered: str | None
    documents_due: str | None
    documents_answered: str | None
    waits_for_client: bool
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRule:
    """A rule that fired."""

    code: str
    effect: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownScore:
    """The score's PSI beside what chance gives, and both sides' spread."""

    psi: float
    usual: float
    level: Literal["calm", "watch", "act"]
    slices: tuple[ShownSlice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSection:
    """A part of the narrative."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownShift:
    """A feature: its share of the model's importance, its PSI beside what chance gives, and the
    change of its missing values.
    """

    feature: str
    name: str
    importance: float
    psi: float
    usual: float
    missing_change: float
    level: Literal["calm", "watch", "act"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSignal:
    """One thing that was judged, and the limits from which it is watched or acted upon."""

    signal: str
    name: str
    level: Literal["calm", "watch", "act"]
    level_name: str
    value: float | None
    watch: float
    act: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSimulation:
    """What would be proposed: a simulation, not an offer."""

    label: str
    before: ShownOffer
    offer: ShownOffer
    corrected: tuple[str, ...]
    outcome: Literal["granted", "refused", "referred"]
    verdict: Literal["granted", "refused"]
    probability: float
    cut_off: float
    distance: float
    text: tuple[ShownSection, ...]
    left_today: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSlice:
    """A class of the score: probabilities between its ends, and both sides' shares in it."""

    low: float
    high: float
    reference: float
    current: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTheme:
    """A theme's part of the score."""

    theme: str
    name: str
    contribution: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTurn:
    """Between two neighbouring values the answer changes."""

    last: float
    first: float
    before: Literal["granted", "refused", "referred"]
    after: Literal["granted", "refused", "referred"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWeight:
    """A theme or a feature, and its share of the mean absolute contribution of all."""

    name: str
    label: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Who wants to sign in."""

    name: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """The signals of the newest window; `report` null: nothing was looked at yet."""

    report: ShownReport | None
    items: tuple[ShownSignal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """Who is similar to a client, and what became of them."""

    client: int
    text: str
    criteria: tuple[str, ...]
    clients: int
    proposed: tuple[ShownPart, ...]
    observed: tuple[ShownPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """Proposals that champion and challenger both scored, by class at the cut-off."""

    challenger: str | None
    both_granted: int
    both_refused: int
    granted_to_refused: int
    refused_to_granted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What a theme adds to the risk, on the model's additive scale."""

    theme: str
    name: str
    contribution: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatedGroup:
    """A group; fewer than 20 people are not shown: all figures are null."""

    criterion: str
    criterion_name: str
    group: str
    name: str
    people: int | None
    granted: Range | None
    impact: Range | None
    calibration: Range | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variables:
    """What populations can be told by."""

    bundle: str
    clients: int
    counted: str
    variables: tuple[ShownAxis, ...]
    paired: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a look at the whole chain of events found."""

    events: int
    anchored: int
    intact: bool
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How a person may sign in."""

    password: bool
    openid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Each theme of a proposal, strongest first; every contribution plus `base` is the log-odds."""

    proposal_log_odds: float
    base: float
    themes: tuple[WeighedTheme, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedFeature:
    """A feature with its value in words, what it adds to the risk, and what it is made of."""

    feature: str
    text: str
    contribution: float
    definitions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedTheme:
    """A theme with every feature that weighs in it, strongest first."""

    theme: str
    name: str
    explanation: str
    contribution: float
    features: tuple[WeighedFeature, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """An application with everything that stands of it."""

    application: ShownApplication
    information: str | None
    model_hidden: bool
    proposal: ShownProposal | None
    decision: ShownDecision | None
    pending: ShownDecision | None
    review: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeRequest:
    """A request with what was said in it."""

    request: ShownRequest
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeReview:
    """A review with what was said in it."""

    review: ShownReview
    point_of_view: str
    opinion: Literal["granted", "refused"] | None
    opinion_words: str
    answer_words: str
    askings: tuple[ShownAsking, ...]
    proposal: ShownProposal | None
