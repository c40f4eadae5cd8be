"""No sequence of calls, at any time, by anybody, reaches a state that it must not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import product

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from clairscore.contract import Outcome, Verdict
from clairscore.decision.lifecycle import case as life
from clairscore.decision.lifecycle import review as second_look
from clairscore.decision.lifecycle.case import Actor, ActorRole, Case, Proposed
from clairscore.decision.lifecycle.grounds import Ground, grounds_for
from clairscore.decision.lifecycle.review import Review
from clairscore.decision.lifecycle.states import REACHES
from clairscore.decision.policy import Policy
from clairscore.errors import Unfit

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
POLICY = Policy()
PEOPLE = st.sampled_from(["anne", "bruno", "rita"])
VERDICTS: st.SearchStrategy[Verdict] = st.sampled_from(["granted", "refused"])
OUTCOMES: st.SearchStrategy[Outcome] = st.sampled_from(["granted", "refused", "referred"])
GROUNDS = VERDICTS.flatmap(
    lambda verdict: st.builds(
        Ground,
        st.sampled_from(grounds_for(verdict)),
        st.sampled_from(["said so, clearly", "", "they did say so"]),
    )
)


def require_legal(case: Case, review: Review | None, told: life.Choice | None) -> None:
    """What must hold wherever a file may be; `told` is the decision that was notified."""
    decision = case.decision
    if case.state in ("decided", "notified", "review_requested", "upheld", "changed"):
        assert decision is not None
    if case.state in ("draft", "proposed", "referred"):
        assert decision is None
    if case.state not in ("awaiting_second", "withdrawn", "expired"):
        assert case.pending is None
    far = decision is not None and life.needs_second(case, decision.outcome, POLICY)
    if far and case.state != "changed":
        assert decision.second is not None
        assert decision.second.id != decision.by.id
    if told is not None and decision != told:
        assert case.state == "changed"
        assert decision is not None
        assert decision.by.role == "reviewer"
        assert decision.by.id not in told.people
    if case.state in ("upheld", "changed"):
        assert review is not None
        assert (review.state, review.opinion is None) == ("concluded", False)


class AnyLife(RuleBasedStateMachine):
    """A file in the hands of three people who try everything."""

    @initialize(amount=st.sampled_from([50_000.0, 5_000_000.0, None]), far=st.integers(0, 4))
    def comes_in(self, amount: float | None, far: int) -> None:
        """A fresh file, or one that went its straight way thus far: most tries lead nowhere."""
        self.now = START
        self.case = Case(START, amount)
        self.review: Review | None = None
        self.told: life.Choice | None = None
        if far > 0:
            self.propose("refused", "refused", False, False)
        if far > 1:
            self.revise("anne", "granted", Ground("other", "said so, clearly"))
        if far > 2:
            self.approve("bruno")
            self.notify()
        if far > 3:
            self.request_review("client")
            self.assign("rita")
            self.give_opinion("rita", "refused")

    def step(self, taken: Callable[[], Case]) -> None:
        before = self.case
        try:
            self.case = taken()
        except Unfit:
            assert self.case == before
            return
        reached = {state for states in REACHES[before.state].values() for state in states}
        assert self.case.state in reached
        if self.case.state == "notified":
            self.told = self.case.decision

    @rule(days=st.sampled_from([0, 0, 1, 29, 31]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(outcome=OUTCOMES, verdict=VERDICTS, automatic=st.booleans(), bound=st.booleans())
    def propose(self, outcome: Outcome, verdict: Verdict, automatic: bool, bound: bool) -> None:
        proposed = Proposed(outcome, verdict, automatic and outcome != "referred", bound, self.now)
        self.step(lambda: life.propose(self.case, proposed, POLICY))

    @rule(who=PEOPLE, outcome=st.none() | VERDICTS, ground=st.none() | GROUNDS)
    def decide(self, who: str, outcome: Verdict | None, ground: Ground | None) -> None:
        by = Actor(who, "manager")
        self.step(lambda: life.decide(self.case, outcome, by, self.now, POLICY, ground))

    @rule(who=PEOPLE, outcome=VERDICTS, ground=st.none() | GROUNDS)
    def revise(self, who: str, outcome: Verdict, ground: Ground | None) -> None:
        by = Actor(who, "manager")
        self.step(lambda: life.revise(self.case, outcome, by, self.now, POLICY, ground))

    @rule(who=PEOPLE)
    def approve(self, who: str) -> None:
        self.step(lambda: life.approve(self.case, Actor(who, "manager"), self.now, POLICY))

    @rule()
    def decline(self) -> None:
        self.step(lambda: life.decline(self.case))

    @rule()
    def notify(self) -> None:
        self.step(lambda: life.notify(self.case, self.now))

    @rule(rare=st.integers(0, 9))
    def end(self, rare: int) -> None:
        """Rarely: from here nothing leads on."""
        if rare == 0:
            self.step(lambda: life.withdraw(self.case))
        if rare == 1:
            self.step(lambda: life.expire(self.case, self.now, POLICY))

    @rule(role=st.sampled_from(["client", "manager"]))
    def request_review(self, role: ActorRole) -> None:
        before = self.case
        self.step(lambda: life.request_review(self.case, self.now, POLICY))
        if self.case != before:
            self.review = second_look.requested(Actor("client-1", role), self.now, POLICY)

    @rule(who=PEOPLE)
    def assign(self, who: str) -> None:
        if self.review is not None:
            self.look(
                lambda review: second_look.assign(
                    review, Actor(who, "reviewer"), life.decision_of(self.case)
                )
            )

    @rule(who=PEOPLE, opinion=VERDICTS)
    def give_opinion(self, who: str, opinion: Verdict) -> None:
        by = Actor(who, "reviewer")
        self.look(lambda review: second_look.give_opinion(review, opinion, by, self.now))

    @rule(who=PEOPLE, outcome=VERDICTS, ground=GROUNDS)
    def conclude(self, who: str, outcome: Verdict, ground: Ground) -> None:
        by = Actor(who, "reviewer")

        def concluded() -> Case:
            case = life.conclude(self.case, outcome, by, self.now, ground)
            assert case.state in ("upheld", "changed")
            before = self.review
            kept = "upheld" if case.state == "upheld" else "changed"
            self.look(lambda review: second_look.conclude(review, kept, by, self.now))
            return case if self.review != before else self.case

        before = self.case
        try:
            self.case = concluded()
        except Unfit:
            assert self.case == before

    def look(self, taken: Callable[[Review], Review]) -> None:
        if self.review is None:
            return
        try:
            self.review = taken(self.review)
        except Unfit:
            return

    @invariant()
    def nothing_is_illegal(self) -> None:
        if hasattr(self, "case"):
            require_legal(self.case, self.review, self.told)


TestAnyLife = AnyLife.TestCase
TestAnyLife.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)

Lived = tuple[Case, Review | None, life.Choice | None]
"""A case, its review, and the decision that was notified."""
SAID = {verdict: Ground("other", "said so, clearly") for verdict in ("granted", "refused")}
ACTORS = tuple(Actor(who, "manager") for who in ("anne", "bruno"))
REVIEWERS = tuple(Actor(who, "reviewer") for who in ("anne", "rita"))
PROPOSALS = tuple(
    Proposed(outcome, verdict, automatic, bound, START)
    for outcome, verdict, automatic, bound in (
        ("granted", "granted", True, False),
        ("granted", "granted", False, False),
        ("refused", "refused", False, False),
        ("refused", "granted", False, True),
        ("referred", "granted", False, False),
        ("referred", "refused", False, False),
    )
)


def steps_from(
    case: Case, review: Review | None
) -> Iterator[Callable[[], tuple[Case, Review | None]]]:
    """Every call that anybody might make now, sensible or not."""
    for proposed in PROPOSALS:
        yield lambda proposed=proposed: (life.propose(case, proposed, POLICY), review)
    for by, outcome in product(ACTORS, ("granted", "refused")):
        said = SAID[outcome]
        yield lambda by=by, o=outcome, s=said: (life.decide(case, o, by, START, POLICY, s), review)
        yield lambda by=by, o=outcome, s=said: (life.revise(case, o, by, START, POLICY, s), review)
    for by in ACTORS:
        yield lambda by=by: (life.decide(case, None, by, START, POLICY), review)
        yield lambda by=by: (life.approve(case, by, START, POLICY), review)
    yield lambda: (life.notify(case, START), review)
    for step in (life.decline, life.withdraw, life.correct):
        yield lambda step=step: (step(case), review)
    asked = second_look.requested(Actor("client-1", "client"), START, POLICY)
    yield lambda: (life.request_review(case, START, POLICY), asked)
    if review is not None:
        yield from looks_at(case, review)


def looks_at(case: Case, review: Review) -> Iterator[Callable[[], tuple[Case, Review | None]]]:
    for by in REVIEWERS:
        yield lambda by=by: (case, second_look.assign(review, by, life.decision_of(case)))
    for by, outcome in product(REVIEWERS, ("granted", "refused")):
        yield lambda by=by, o=outcome: (case, second_look.give_opinion(review, o, by, START))
        yield lambda by=by, o=outcome: concluded(case, review, o, by)


def concluded(case: Case, review: Review, outcome: Verdict, by: Actor) -> tuple[Case, Review]:
    after = life.conclude(case, outcome, by, START, SAID[outcome])
    kept = "upheld" if after.state == "upheld" else "changed"
    return after, second_look.conclude(review, kept, by, START)


def test_nothing_that_three_people_can_do_in_a_day_is_illegal() -> None:
    """Every sequence of calls, each state visited once."""
    lives: set[Lived] = {(Case(START, amount), None, None) for amount in (50_000.0, 5e6, None)}
    seen = set(lives)
    while lives:
        case, review, told = lives.pop()
        for step in steps_from(case, review):
            try:
                after, looked = step()
            except Unfit:
                continue
            assert after.state == case.state or any(
                after.state in states for states in REACHES[case.state].values()
            )
            lived = (after, looked, after.decision if after.state == "notified" else told)
            require_legal(*lived)
            lives |= {lived} - seen
            seen.add(lived)
    assert {case.state for case, _, _ in seen} == {*REACHES} - {"expired", "closed"}
