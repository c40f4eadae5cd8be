"""Every operation of the service, as one method.

Written by `python -m tests.client.source`; do not edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import JsonValue

from clairscore.client.records import (
    Account,
    AccountPage,
    AnsweredPiece,
    ApplicationForm,
    AskedGround,
    AskedRegister,
    Assigned,
    Begun,
    BookScore,
    Card,
    Code,
    Contacts,
    Decided,
    Distribution,
    EditableOffer,
    Explained,
    Export,
    Facts,
    FairnessSummary,
    FullReport,
    Gated,
    Health,
    History,
    Joint,
    Keys,
    KnownDocuments,
    KnownGrounds,
    LinePage,
    Made,
    Model,
    ModelChange,
    ModelChangePage,
    Models,
    Opened,
    OpenedAccount,
    Overview,
    Own,
    OwnDecisions,
    OwnExplanation,
    OwnFile,
    People,
    Performance,
    Portfolios,
    Replay,
    Serving,
    Session,
    ShownAlert,
    ShownAlertPage,
    ShownApplication,
    ShownApplicationPage,
    ShownCurve,
    ShownDecision,
    ShownDecisionPage,
    ShownInformation,
    ShownModel,
    ShownNotice,
    ShownProposal,
    ShownRecourse,
    ShownReportPage,
    ShownRequest,
    ShownRequestPage,
    ShownRequests,
    ShownReview,
    ShownReviewPage,
    ShownSimulation,
    Signals,
    Similar,
    Swap,
    Variables,
    Verified,
    Ways,
    Weighed,
    Whole,
    WholeRequest,
    WholeReview,
)
from clairscore.client.transport import Transport, Versioned, placed


class Client(Transport):
    """The service for one caller: `Client(http, token)`; without a token, for anybody."""

    def sign_in(self, *, name: str, password: str) -> Opened:
        """Exchange a name and a password for a token. After five wrong passwords each further
        one doubles the wait.
        """
        return self.record(
            Opened, "POST", "/v1/sessions", body={"name": name, "password": password}
        )

    def show_session(self) -> Session:
        """Name, roles and portfolio of the caller, for a screen that has to know whom it greets."""
        return self.record(Session, "GET", "/v1/sessions/current")

    def sign_out(self) -> None:
        """End the session of this request. A program's key holds no session: revoke it instead."""
        self.nothing("DELETE", "/v1/sessions/current")

    def activate(self, *, client: int, code: str, password: str) -> OpenedAccount:
        """Use up the code that a client was given, and choose the password of the own account."""
        return self.record(
            OpenedAccount,
            "POST",
            "/v1/activations",
            body={"client": client, "code": code, "password": password},
        )

    def show_ways(self) -> Ways:
        """With a name and a password always; with an account of the lender's own where one is
        set.
        """
        return self.record(Ways, "GET", "/v1/sessions/ways")

    def begin_sign_in(self, *, back: str) -> Begun:
        """An attempt is good for ten minutes. The service keeps nothing of it."""
        return self.record(Begun, "POST", "/v1/sessions/openid/attempts", body={"back": back})

    def come_back(self, *, kept: str, code: str, state: str) -> Opened:
        """Exchange what the provider answered for a token. The person needs an account here
        under the name that the provider vouches for: roles are given here, by the
        administrator.
        """
        return self.record(
            Opened, "POST", "/v1/sessions/openid", body={"kept": kept, "code": code, "state": state}
        )

    def list_clients(
        self,
        *,
        number: str | None = None,
        outcome: Literal["granted", "refused", "referred"] | None = None,
        flag: Literal["near_limit", "facts_missing", "review_asked", "at_work"] | None = None,
        sort: Literal["number", "closest", "highest", "lowest", "deadline"] | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> LinePage:
        """Clients of the own portfolio, or of all: by first digits, by what is proposed, by what
        waits; with the application that is being worked on.
        """
        return self.record(
            LinePage,
            "GET",
            "/v1/clients",
            query={
                "number": number,
                "outcome": outcome,
                "flag": flag,
                "sort": sort,
                "cursor": cursor,
                "limit": limit,
            },
        )

    def show_client(self, client: int) -> Card:
        """Who looks after the client, and which credit files are kept of him."""
        return self.record(Card, "GET", f"/v1/clients/{placed(client)}")

    def show_score(self, client: int) -> BookScore:
        """Probability, class, cut-off, distance and what each theme contributes, as the book was
        last written. A line of the book is not a decision: ask for a proposal, which a person
        confirms.
        """
        return self.record(BookScore, "GET", f"/v1/clients/{placed(client)}/score")

    def overview(self, client: int, *, application: str | None = None) -> Versioned[Overview]:
        """Where the client's newest application stands, why, what the caller may choose now and
        on which grounds, until when, and who took part: one answer for a first look. Its ETag
        is the application's.
        """
        return self.versioned(
            Overview,
            "GET",
            f"/v1/clients/{placed(client)}/overview",
            query={"application": application},
        )

    def contributions(self, application: str) -> Weighed:
        """Each theme with every feature: value, weight and meaning, strongest first. A reviewer
        gives an own opinion before seeing it.
        """
        return self.record(Weighed, "GET", f"/v1/applications/{placed(application)}/contributions")

    def facts(self, client: int) -> Facts:
        """Every fact of the newest file: label, value, definition, and what it serves for."""
        return self.record(Facts, "GET", f"/v1/clients/{placed(client)}/facts")

    def history(self, client: int) -> History:
        """Credits elsewhere and earlier applications, with what happened to each, relative to
        day 0.
        """
        return self.record(History, "GET", f"/v1/clients/{placed(client)}/history")

    def variables(self) -> Variables:
        """By which variables the book was counted, and how each is cut."""
        return self.record(Variables, "GET", "/v1/population/variables")

    def distribution(
        self,
        *,
        variable: str,
        split: Literal["proposed", "observed"] | None = None,
        client: int | None = None,
    ) -> Distribution:
        """Counts of everybody, or of those who are similar to a client; parts of fewer than 20
        people are not told.
        """
        return self.record(
            Distribution,
            "GET",
            "/v1/population/distribution",
            query={"variable": variable, "split": split, "client": client},
        )

    def grid(
        self,
        *,
        first: str,
        second: str,
        split: Literal["proposed", "observed"] | None = None,
        client: int | None = None,
    ) -> Joint:
        """Everybody by two numbers of `paired`; places with fewer than 20 people are null."""
        return self.record(
            Joint,
            "GET",
            "/v1/population/grid",
            query={"first": first, "second": second, "split": split, "client": client},
        )

    def similar_to(self, client: int) -> Similar:
        """The group by which criteria, how many they are, and what became of them; never by
        excluded facts or age.
        """
        return self.record(Similar, "GET", f"/v1/clients/{placed(client)}/similar")

    def try_offer(
        self,
        application: str,
        *,
        amount: float | None = None,
        term: int | None = None,
        rate: float | None = None,
        down_payment: float | None = None,
        corrections: Mapping[str, str | int | float | None] | None = None,
    ) -> ShownSimulation:
        """What model and rules would propose: a simulation, not an offer. Nothing of the
        application changes. A client may ask for 20 a day, on the own application once its
        decision was told, a manager for 200.
        """
        return self.record(
            ShownSimulation,
            "POST",
            f"/v1/applications/{placed(application)}/simulations",
            body={
                "amount": amount,
                "term": term,
                "rate": rate,
                "down_payment": down_payment,
                "corrections": corrections,
            },
        )

    def recourse(self, application: str) -> ShownRecourse:
        """At most three realistic changes of the offer that would have it granted, each verified
        by model and rules, the smallest first; that there is none is an answer.
        """
        return self.record(ShownRecourse, "GET", f"/v1/applications/{placed(application)}/recourse")

    def show_offer(self, application: str) -> EditableOffer:
        """The offer as the file asks for it, the product's bounds, and how many simulations are
        left today. A client reads it once the decision was told, as with simulations and what
        could change the decision.
        """
        return self.record(EditableOffer, "GET", f"/v1/applications/{placed(application)}/offer")

    def follow_offer(
        self,
        application: str,
        *,
        along: Literal["amount", "term"],
        amount: float | None = None,
        term: int | None = None,
        rate: float | None = None,
        down_payment: float | None = None,
        corrections: Mapping[str, str | int | float | None] | None = None,
    ) -> ShownCurve:
        """What model and rules would propose at about twenty values, and where the answer turns.
        Counts as five simulations of the day's number.
        """
        return self.record(
            ShownCurve,
            "POST",
            f"/v1/applications/{placed(application)}/curves",
            body={
                "amount": amount,
                "term": term,
                "rate": rate,
                "down_payment": down_payment,
                "corrections": corrections,
                "along": along,
            },
        )

    def show_model(self) -> Model:
        """Which bundle answers, under which policy, and the card of its training."""
        return self.record(Model, "GET", "/v1/model")

    def performance(self) -> Performance:
        """Figures with intervals, curves, calibration, cost, groups and importance, as its
        training measured them and its bundle keeps them.
        """
        return self.record(Performance, "GET", "/v1/model/performance")

    def list_models(self) -> Models:
        """Every bundle that was registered, its role, and the change that waits for approval."""
        return self.record(Models, "GET", "/v1/models")

    def register_model(self, *, bundle: str) -> ShownModel:
        """Make a bundle known after its signature and its exam. It serves nobody yet: ask for a
        change, which a second person approves.
        """
        return self.record(ShownModel, "POST", "/v1/models", body={"bundle": bundle})

    def compare_challenger(self) -> Swap:
        """How many proposals the challenger, in the champion's shadow, would have judged
        otherwise.
        """
        return self.record(Swap, "GET", "/v1/models/swap")

    def list_changes(
        self, *, cursor: str | None = None, limit: int | None = None
    ) -> ModelChangePage:
        """The log of changes, newest first: who, when, why, and who approved."""
        return self.record(
            ModelChangePage, "GET", "/v1/models/changes", query={"cursor": cursor, "limit": limit}
        )

    def ask_change(
        self,
        *,
        change: Literal["promote", "rollback", "challenge", "retire"],
        bundle: str,
        reason: str,
    ) -> ModelChange:
        """Promote the challenger, roll back, let a model run in the shadow, or retire one."""
        return self.record(
            ModelChange,
            "POST",
            "/v1/models/changes",
            body={"change": change, "bundle": bundle, "reason": reason},
        )

    def answer_change(
        self, change: str, *, approve: bool, reason: str, override: bool | None = None
    ) -> ModelChange:
        """A second person approves. A model passes its exam once more before it serves; requests
        that have begun end with the former one.
        """
        return self.record(
            ModelChange,
            "POST",
            f"/v1/models/changes/{placed(change)}/answer",
            body={"approve": approve, "reason": reason, "override": override},
        )

    def show_comparison(self, comparison: str) -> Gated:
        """Each gate in a sentence: what was measured on the same people, and its limit."""
        return self.record(Gated, "GET", f"/v1/models/comparisons/{placed(comparison)}")

    def show_serving(self, *, day: str) -> Serving:
        """The models that made proposals on that day, who asked for each of them and who
        approved.
        """
        return self.record(Serving, "GET", "/v1/models/serving", query={"day": day})

    def list_reports(
        self,
        *,
        kind: Literal["window", "fairness"] | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> ShownReportPage:
        """Every report that `clairscore monitor run` or `fairness --keep` kept, newest first."""
        return self.record(
            ShownReportPage,
            "GET",
            "/v1/monitoring/reports",
            query={"kind": kind, "cursor": cursor, "limit": limit},
        )

    def show_newest_report(self) -> FullReport:
        """The newest window: its conclusion, its effect on decisions and money, its features."""
        return self.record(FullReport, "GET", "/v1/monitoring/reports/newest")

    def show_report(self, report: str) -> FullReport:
        """A window with its conclusion, its effect on decisions and money, and its features."""
        return self.record(FullReport, "GET", f"/v1/monitoring/reports/{placed(report)}")

    def list_signals(self) -> Signals:
        """What the newest window judged: each signal, its level and its limits."""
        return self.record(Signals, "GET", "/v1/monitoring/signals")

    def list_alerts(
        self,
        *,
        state: Literal["open", "acknowledged", "closed"] | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> ShownAlertPage:
        """Alerts, newest first: one for each signal until it is gone."""
        return self.record(
            ShownAlertPage,
            "GET",
            "/v1/monitoring/alerts",
            query={"state": state, "cursor": cursor, "limit": limit},
        )

    def acknowledge_alert(self, alert: str, *, note: str) -> ShownAlert:
        """Say that you know of it and what you do; nobody is called again unless it worsens."""
        return self.record(
            ShownAlert,
            "POST",
            f"/v1/monitoring/alerts/{placed(alert)}/acknowledgement",
            body={"note": note},
        )

    def show_fairness(self) -> FairnessSummary:
        """Shares granted, adverse impact ratio and calibration by group; small groups are
        masked.
        """
        return self.record(FairnessSummary, "GET", "/v1/monitoring/fairness")

    def list_users(self, *, cursor: str | None = None, limit: int | None = None) -> AccountPage:
        """Every account by name, staff and clients alike."""
        return self.record(
            AccountPage, "GET", "/v1/users", query={"cursor": cursor, "limit": limit}
        )

    def add_user(
        self,
        *,
        name: str,
        roles: tuple[
            Literal["client", "manager", "reviewer", "analyst", "auditor", "admin", "service"], ...
        ],
        password: str,
        portfolio: str | None = None,
    ) -> Versioned[Account]:
        """Make an account of staff. Who administers or audits cannot decide as well; a client
        opens the own account with an activation code instead.
        """
        return self.versioned(
            Account,
            "POST",
            "/v1/users",
            body={"name": name, "roles": roles, "portfolio": portfolio, "password": password},
        )

    def show_user(self, user: str) -> Versioned[Account]:
        """One account; its ETag is what a change has to name."""
        return self.versioned(Account, "GET", f"/v1/users/{placed(user)}")

    def change_user(
        self,
        user: str,
        *,
        roles: tuple[
            Literal["client", "manager", "reviewer", "analyst", "auditor", "admin", "service"], ...
        ]
        | None = None,
        portfolio: str | None = None,
        password: str | None = None,
        disabled: bool | None = None,
        if_match: str | None = None,
    ) -> Versioned[Account]:
        """Give other roles, another portfolio or password, or close the account. Its sessions
        end.
        """
        return self.versioned(
            Account,
            "PATCH",
            f"/v1/users/{placed(user)}",
            body={
                "roles": roles,
                "portfolio": portfolio,
                "password": password,
                "disabled": disabled,
            },
            headers={"If-Match": if_match},
        )

    def list_keys(self) -> Keys:
        """Every key that was ever made, oldest first, also those that ended."""
        return self.record(Keys, "GET", "/v1/keys")

    def add_key(
        self,
        *,
        name: str,
        roles: tuple[Literal["service", "analyst", "auditor"], ...],
        portfolio: str | None = None,
        days: int | None = None,
    ) -> Made:
        """Make a key for a program; the answer is the only place where it is ever seen."""
        return self.record(
            Made,
            "POST",
            "/v1/keys",
            body={"name": name, "roles": roles, "portfolio": portfolio, "days": days},
        )

    def revoke_key(self, key: str) -> None:
        """End a key at once; what it did stays under its name."""
        self.nothing("DELETE", f"/v1/keys/{placed(key)}")

    def list_portfolios(self) -> Portfolios:
        """Every portfolio with its number of clients."""
        return self.record(Portfolios, "GET", "/v1/portfolios")

    def assign_portfolio(self, client: int, *, portfolio: str) -> Assigned:
        """Whoever manages that portfolio sees the client from now on, and nobody else does."""
        return self.record(
            Assigned,
            "PUT",
            f"/v1/clients/{placed(client)}/portfolio",
            body={"portfolio": portfolio},
        )

    def make_activation_code(self, client: int) -> Code:
        """Make a code to be handed to the client; it can be used once, within two weeks."""
        return self.record(Code, "POST", f"/v1/clients/{placed(client)}/activation-codes")

    def application_form(self) -> ApplicationForm:
        """Facts in groups, those alone that the served model or a rule reads; and a credit file
        of an invented person, to copy.
        """
        return self.record(ApplicationForm, "GET", "/v1/application-form")

    def open_application(
        self,
        *,
        information: ShownInformation,
        client: int | None = None,
        credit_file: Mapping[str, JsonValue] | None = None,
        as_of: str | None = None,
        channel: Literal["branch", "telephone", "online", "partner"] | None = None,
        idempotency_key: str | None = None,
    ) -> Versioned[ShownApplication]:
        """Open one for a client of the portfolio, or for a new client with a whole credit file,
        who gets a number there. A second one that is open for the same product is refused
        with the name of the first.
        """
        return self.versioned(
            ShownApplication,
            "POST",
            "/v1/applications",
            body={
                "client": client,
                "credit_file": credit_file,
                "as_of": as_of,
                "channel": channel,
                "information": information,
            },
            headers={"Idempotency-Key": idempotency_key},
        )

    def list_applications(
        self,
        *,
        state: tuple[
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
            ],
            ...,
        ]
        | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> ShownApplicationPage:
        """Applications of the own portfolio, newest first; of all for who reaches all."""
        return self.record(
            ShownApplicationPage,
            "GET",
            "/v1/applications",
            query={"state": state, "cursor": cursor, "limit": limit},
        )

    def show_application(self, application: str) -> Versioned[Whole]:
        """The application with its last proposal, the decision that holds and the choice that
        waits.
        """
        return self.versioned(Whole, "GET", f"/v1/applications/{placed(application)}")

    def withdraw(
        self, application: str, *, idempotency_key: str | None = None
    ) -> Versioned[ShownApplication]:
        """End it at the applicant's wish, before a decision was notified."""
        return self.versioned(
            ShownApplication,
            "POST",
            f"/v1/applications/{placed(application)}/withdrawal",
            headers={"Idempotency-Key": idempotency_key},
        )

    def propose(
        self,
        application: str,
        *,
        consultation: AskedRegister | None = None,
        idempotency_key: str | None = None,
    ) -> ShownProposal:
        """Have rules and model propose to grant, to refuse or to refer. The record that replays
        the proposal is kept with it. Where the policy says so, the proposal becomes a
        decision at once.
        """
        return self.record(
            ShownProposal,
            "POST",
            f"/v1/applications/{placed(application)}/proposal",
            body={"consultation": consultation},
            headers={"Idempotency-Key": idempotency_key},
        )

    def show_proposal(
        self, application: str, *, register: Literal["client", "manager", "validator"] | None = None
    ) -> ShownProposal:
        """The application's last proposal. A reviewer gives an own opinion before seeing it."""
        return self.record(
            ShownProposal,
            "GET",
            f"/v1/applications/{placed(application)}/proposal",
            query={"register": register},
        )

    def decide(
        self,
        application: str,
        *,
        outcome: Literal["granted", "refused"] | None = None,
        ground: AskedGround | None = None,
        idempotency_key: str | None = None,
        if_match: str | None = None,
    ) -> Versioned[Decided]:
        """Confirm what is proposed; decide a referred file, with a reason code and words."""
        return self.versioned(
            Decided,
            "POST",
            f"/v1/applications/{placed(application)}/decision",
            body={"outcome": outcome, "ground": ground},
            headers={"Idempotency-Key": idempotency_key, "If-Match": if_match},
        )

    def revise(
        self,
        application: str,
        *,
        outcome: Literal["granted", "refused"],
        ground: AskedGround | None = None,
        idempotency_key: str | None = None,
        if_match: str | None = None,
    ) -> Versioned[Decided]:
        """Choose the other outcome, before notification, with a reason code and words. Above an
        amount, and against a rule that refuses, it waits for a second person.
        """
        return self.versioned(
            Decided,
            "POST",
            f"/v1/applications/{placed(application)}/revision",
            body={"outcome": outcome, "ground": ground},
            headers={"Idempotency-Key": idempotency_key, "If-Match": if_match},
        )

    def approve(
        self,
        application: str,
        *,
        approve: bool,
        idempotency_key: str | None = None,
        if_match: str | None = None,
    ) -> Versioned[Decided]:
        """Approve a choice that departs far from its proposal; nobody approves an own one."""
        return self.versioned(
            Decided,
            "POST",
            f"/v1/applications/{placed(application)}/approval",
            body={"approve": approve},
            headers={"Idempotency-Key": idempotency_key, "If-Match": if_match},
        )

    def notify(
        self,
        application: str,
        *,
        lang: Literal["fr", "en"],
        idempotency_key: str | None = None,
        if_match: str | None = None,
    ) -> Versioned[Decided]:
        """Write the letter from the record and keep it as it was given. From here on only a
        reviewer can change the decision.
        """
        return self.versioned(
            Decided,
            "POST",
            f"/v1/applications/{placed(application)}/notification",
            body={"lang": lang},
            headers={"Idempotency-Key": idempotency_key, "If-Match": if_match},
        )

    def list_decisions(
        self,
        *,
        outcome: Literal["granted", "refused"] | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> ShownDecisionPage:
        """Decisions of the own portfolio, newest first, also those that were replaced; of all
        for who reaches all. What people said is shown one by one.
        """
        return self.record(
            ShownDecisionPage,
            "GET",
            "/v1/decisions",
            query={"outcome": outcome, "cursor": cursor, "limit": limit},
        )

    def show_decision(self, decision: str) -> ShownDecision:
        """A decision with the words of who chose."""
        return self.record(ShownDecision, "GET", f"/v1/decisions/{placed(decision)}")

    def grounds(self) -> KnownGrounds:
        """The closed lists of reasons: for granting and for refusing."""
        return self.record(KnownGrounds, "GET", "/v1/grounds")

    def letter(self, application: str, *, lang: Literal["fr", "en"] | None = None) -> bytes:
        """The letter for the decision that holds, how a review of it ended, or that a referred
        file is being studied: written once from the record, the same bytes ever after. A
        client reads it once it was told, a reviewer after giving an own opinion.
        """
        return self.content(
            "GET", f"/v1/applications/{placed(application)}/letter", query={"lang": lang}
        )

    def information(self, *, lang: Literal["fr", "en"] | None = None) -> ShownNotice:
        """What is done with an application's data, by what logic, and what a person may ask for.
        Show it before an application is opened, and send its version with the application.
        """
        return self.record(ShownNotice, "GET", "/v1/information", query={"lang": lang})

    def contacts(self, *, lang: Literal["fr", "en"] | None = None) -> Contacts:
        """Free advice on debt, to whom one complains, and whom to ask."""
        return self.record(Contacts, "GET", "/v1/information/contacts", query={"lang": lang})

    def information_document(self, *, lang: Literal["fr", "en"] | None = None) -> bytes:
        """The information notice for paper."""
        return self.content("GET", "/v1/information/document", query={"lang": lang})

    def request_review(
        self, application: str, *, point_of_view: str, idempotency_key: str | None = None
    ) -> Versioned[ShownReview]:
        """Ask a person to look again at a decision that was notified, with the applicant's point
        of view. The answer is due within ten working days.
        """
        return self.versioned(
            ShownReview,
            "POST",
            f"/v1/applications/{placed(application)}/reviews",
            body={"point_of_view": point_of_view},
            headers={"Idempotency-Key": idempotency_key},
        )

    def list_reviews(
        self,
        *,
        state: tuple[Literal["requested", "assigned", "opinion_given", "concluded"], ...]
        | None = None,
        mine: bool | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> ShownReviewPage:
        """Reviews, the longest waiting first."""
        return self.record(
            ShownReviewPage,
            "GET",
            "/v1/reviews",
            query={"state": state, "mine": mine, "cursor": cursor, "limit": limit},
        )

    def show_review(self, review: str) -> Versioned[WholeReview]:
        """A review with what was said; the model's opinion once the reviewer has given an own
        one.
        """
        return self.versioned(WholeReview, "GET", f"/v1/reviews/{placed(review)}")

    def assign_review(
        self,
        review: str,
        *,
        reviewer: str | None = None,
        idempotency_key: str | None = None,
        if_match: str | None = None,
    ) -> Versioned[ShownReview]:
        """Take it, or give it to another reviewer; nobody reviews a decision taken part in."""
        return self.versioned(
            ShownReview,
            "POST",
            f"/v1/reviews/{placed(review)}/assignment",
            body={"reviewer": reviewer},
            headers={"Idempotency-Key": idempotency_key, "If-Match": if_match},
        )

    def give_opinion(
        self,
        review: str,
        *,
        outcome: Literal["granted", "refused"],
        words: str,
        idempotency_key: str | None = None,
        if_match: str | None = None,
    ) -> Versioned[ShownReview]:
        """Say what you would do; the model's opinion is shown afterwards."""
        return self.versioned(
            ShownReview,
            "POST",
            f"/v1/reviews/{placed(review)}/opinion",
            body={"outcome": outcome, "words": words},
            headers={"Idempotency-Key": idempotency_key, "If-Match": if_match},
        )

    def conclude(
        self,
        review: str,
        *,
        outcome: Literal["granted", "refused"],
        ground: AskedGround,
        idempotency_key: str | None = None,
        if_match: str | None = None,
    ) -> Versioned[ShownReview]:
        """Uphold the decision or change it, with a reason code and words."""
        return self.versioned(
            ShownReview,
            "POST",
            f"/v1/reviews/{placed(review)}/outcome",
            body={"outcome": outcome, "ground": ground},
            headers={"Idempotency-Key": idempotency_key, "If-Match": if_match},
        )

    def supporting_documents(self) -> KnownDocuments:
        """The closed list of kinds of documents that a reviewer may ask of a client."""
        return self.record(KnownDocuments, "GET", "/v1/supporting-documents")

    def ask_documents(
        self,
        review: str,
        *,
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
        ],
        words: str,
        idempotency_key: str | None = None,
        if_match: str | None = None,
    ) -> Versioned[ShownReview]:
        """Ask for documents with a sentence. The client answers within five working days and
        before the review's own last day, which stays; until then the review is not concluded
        by a refusal.
        """
        return self.versioned(
            ShownReview,
            "POST",
            f"/v1/reviews/{placed(review)}/documents",
            body={"documents": documents, "words": words},
            headers={"Idempotency-Key": idempotency_key, "If-Match": if_match},
        )

    def note_documents(
        self,
        review: str,
        *,
        words: str,
        documents: tuple[AnsweredPiece, ...],
        idempotency_key: str | None = None,
        if_match: str | None = None,
    ) -> Versioned[ShownReview]:
        """Write down what a client said or handed over at the desk; the record says that an
        adviser wrote it.
        """
        return self.versioned(
            ShownReview,
            "POST",
            f"/v1/reviews/{placed(review)}/documents/answer",
            body={"words": words, "documents": documents},
            headers={"Idempotency-Key": idempotency_key, "If-Match": if_match},
        )

    def people(self, *, mature_months: int | None = None) -> People:
        """Confirmations, revisions in both directions, and what became of them in review and in
        repayment.
        """
        return self.record(
            People, "GET", "/v1/statistics/people", query={"mature_months": mature_months}
        )

    def replay(self, decision: str) -> Replay:
        """Give the stored features to the recorded bundle, compute them again from the stored
        file, and compare bit for bit. Of an erased client it says when, and whether the chain
        is intact.
        """
        return self.record(Replay, "GET", f"/v1/decisions/{placed(decision)}/replay")

    def verification(self) -> Verified:
        """Whether an event was altered, moved, taken out or cut off, up to the anchor outside."""
        return self.record(Verified, "GET", "/v1/audit/verification")

    def me(self) -> Own:
        """The own number, credit files and applications."""
        return self.record(Own, "GET", "/v1/me")

    def own_file(self, file: str) -> OwnFile:
        """Every fact that is kept in a version of the own credit file."""
        return self.record(OwnFile, "GET", f"/v1/me/files/{placed(file)}")

    def own_decisions(self) -> OwnDecisions:
        """Decisions that were told, with their reasons in plain words."""
        return self.record(OwnDecisions, "GET", "/v1/me/decisions")

    def ask_review(
        self, application: str, *, point_of_view: str, idempotency_key: str | None = None
    ) -> ShownReview:
        """Ask a person who took no part in the decision to look again; the answer comes within
        ten working days.
        """
        return self.record(
            ShownReview,
            "POST",
            f"/v1/me/applications/{placed(application)}/reviews",
            body={"point_of_view": point_of_view},
            headers={"Idempotency-Key": idempotency_key},
        )

    def correct(
        self,
        application: str,
        *,
        facts: Mapping[str, str | int | float | None],
        words: str,
        idempotency_key: str | None = None,
    ) -> ShownApplication:
        """Keep a new version of the file with the same day 0, and have it assessed again. A
        person looks at the outcome: before notification a manager, afterwards a reviewer.
        """
        return self.record(
            ShownApplication,
            "POST",
            f"/v1/me/applications/{placed(application)}/corrections",
            body={"facts": facts, "words": words},
            headers={"Idempotency-Key": idempotency_key},
        )

    def export(self) -> Export:
        """Everything that is kept of oneself, as JSON."""
        return self.record(Export, "GET", "/v1/me/export")

    def own_requests(self) -> ShownRequests:
        """What was asked for, until when it is answered, and the answers."""
        return self.record(ShownRequests, "GET", "/v1/me/requests")

    def ask(
        self,
        *,
        kind: Literal["access", "export", "correction", "erasure", "view"],
        words: str,
        idempotency_key: str | None = None,
    ) -> ShownRequest:
        """Ask for access, an export, a correction or erasure; the receipt says until when it is
        answered, within one month.
        """
        return self.record(
            ShownRequest,
            "POST",
            "/v1/me/requests",
            body={"kind": kind, "words": words},
            headers={"Idempotency-Key": idempotency_key},
        )

    def own_application(self, application: str) -> OwnExplanation:
        """State and deadline; of a decision that was told, or a file that a person studies,
        every part of the letter, where the file stands, and the reasons with the meaning of
        each word.
        """
        return self.record(OwnExplanation, "GET", f"/v1/me/applications/{placed(application)}")

    def answer_documents(
        self,
        application: str,
        *,
        words: str,
        documents: tuple[AnsweredPiece, ...],
        idempotency_key: str | None = None,
    ) -> ShownReview:
        """Say which documents were sent or handed over, and what they show. The reviewer reads
        it.
        """
        return self.record(
            ShownReview,
            "POST",
            f"/v1/me/applications/{placed(application)}/documents",
            body={"words": words, "documents": documents},
            headers={"Idempotency-Key": idempotency_key},
        )

    def export_document(self, *, lang: Literal["fr", "en"] | None = None) -> bytes:
        """Facts, loans, decisions that were told and requests, in words. The JSON export holds
        every row beside.
        """
        return self.content("GET", "/v1/me/export/document", query={"lang": lang})

    def request_receipt(self, request: str, *, lang: Literal["fr", "en"] | None = None) -> bytes:
        """What was asked for, when, and until when it is answered."""
        return self.content(
            "GET", f"/v1/me/requests/{placed(request)}/receipt", query={"lang": lang}
        )

    def waiting_requests(
        self, *, cursor: str | None = None, limit: int | None = None
    ) -> ShownRequestPage:
        """Requests without an answer, the longest waiting first."""
        return self.record(
            ShownRequestPage, "GET", "/v1/requests", query={"cursor": cursor, "limit": limit}
        )

    def show_request(self, request: str) -> WholeRequest:
        """A request with the client's words, and until when it is answered."""
        return self.record(WholeRequest, "GET", f"/v1/requests/{placed(request)}")

    def answer_request(self, request: str) -> ShownRequest:
        """Grant it. An erasure is carried out at once, unless something stands in its way: then
        the answer says what, and from when it becomes possible, and the data are only kept
        meanwhile.
        """
        return self.record(ShownRequest, "POST", f"/v1/requests/{placed(request)}/answer")

    def show_live(self) -> Health:
        """Look at nothing but the process itself: restart it where this fails."""
        return self.record(Health, "GET", "/health/live")

    def show_ready(self) -> Health:
        """Look at everything a request needs: a model that passed its exam, a database that
        answers a fresh connection and keeps a heartbeat. Send no requests where this fails.
        """
        return self.record(Health, "GET", "/health/ready")

    def show_metrics(self) -> bytes:
        """Counts and durations by route, method and status, what watching the model found,
        alerts that are open; nothing about any person.
        """
        return self.content("GET", "/metrics")

    def explain_problem(self, name: str) -> Explained:
        """The address that a problem's `type` names."""
        return self.record(Explained, "GET", f"/problems/{placed(name)}")
