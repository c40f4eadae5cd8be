"""Reviews: a second look by a person, kept with what client and reviewer said, and its clock."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from pydantic import JsonValue, TypeAdapter
from sqlalchemy import Row, Select, insert, select, update

from clairscore.contract import Verdict
from clairscore.decision.lifecycle import case as life
from clairscore.decision.lifecycle import documents as supporting
from clairscore.decision.lifecycle import review as second_look
from clairscore.decision.lifecycle.case import Actor, ActorRole
from clairscore.decision.lifecycle.documents import Asking, DocumentCode, Piece
from clairscore.decision.lifecycle.grounds import Ground, GroundCode, require_words
from clairscore.decision.lifecycle.review import Review, ReviewOutcome, ReviewState
from clairscore.decision.policy import Policy
from clairscore.decision.record import Record
from clairscore.errors import Absent
from clairscore.store.acts import Act, Sealed
from clairscore.store.applications import move
from clairscore.store.audit import canonical
from clairscore.store.database import Read
from clairscore.store.decisions import add_decision, end_decision
from clairscore.store.keys import DataKey
from clairscore.store.proposals import add_proposal
from clairscore.store.standing import Stands
from clairscore.store.tables import clients, reviews
from clairscore.store.times import moment, stamp

KIND = "review"


@dataclass(frozen=True, slots=True)
class Said:
    """What people said in a review; `opinion` is the reviewer's own, given before the model's.
    `askings` are documents asked of the client, oldest first, with the answers."""

    requested_role: ActorRole
    point_of_view: str = field(repr=False)
    opinion: Verdict | None = None
    opinion_words: str = field(default="", repr=False)
    answer_words: str = field(default="", repr=False)
    askings: tuple[Asking, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class StoredReview:
    """A review as it is searched and sorted; `said_in` opens what was said."""

    id: str
    application: str
    decision: str
    client: int
    state: ReviewState
    requested: str
    requested_by: str
    due: str
    reviewer: str | None = None
    looked: str | None = None
    outcome: ReviewOutcome | None = None
    reason_code: GroundCode | None = None
    answered: str | None = None
    documents_due: str | None = None
    documents_answered: str | None = None
    revision: int = 1
    sealed: bytes | None = field(default=None, repr=False)
    digest: str | None = None


def request_review(act: Act, before: Stands, point_of_view: str, policy: Policy) -> StoredReview:
    """A review of the decision that was notified."""
    case = life.request_review(before.case, act.at, policy)
    made = _new(act, before, require_words(point_of_view), policy)
    move(act, before.application, case.state)
    return made


def correct(
    act: Act, before: Stands, record: Record, credit_file: str, words: str, policy: Policy
) -> Stands:
    """A corrected file with its score, in the hands of a reviewer: the decision is out already."""
    case = life.correct(before.case)
    made = add_proposal(act, before.application, credit_file, record, policy)
    if before.application.state == "notified":
        _new(act, before, require_words(words), policy)
    moved = move(act, before.application, case.state, credit_file=credit_file)
    return replace(before, application=moved, proposal=made)


def assign(act: Act, before: Stands, found: StoredReview, reviewer: Actor) -> StoredReview:
    """The review in the hands of a reviewer."""
    said = said_in(found, act.key)
    looked = second_look.assign(review_of(found, said), reviewer, life.decision_of(before.case))
    return _keep(act, found, looked, said, "review.assign")


def give_opinion(act: Act, found: StoredReview, opinion: Verdict, words: str) -> StoredReview:
    """With what the reviewer would do, before the model's opinion is shown."""
    said = said_in(found, act.key)
    looked = second_look.give_opinion(review_of(found, said), opinion, act.actor, act.at)
    told = replace(said, opinion=opinion, opinion_words=require_words(words))
    return _keep(act, found, looked, told, "review.opinion")


def ask_documents(
    act: Act, found: StoredReview, documents: Sequence[DocumentCode], words: str
) -> StoredReview:
    """With documents asked of the client; the client answers before a day."""
    said = said_in(found, act.key)
    asked = supporting.asking(documents, words, act.at, date.fromisoformat(found.due))
    looked = second_look.ask_documents(review_of(found, said), asked.due, act.actor)
    told = replace(said, askings=(*said.askings, asked))
    return _keep(act, found, looked, told, "review.ask_documents")


def answer_documents(
    act: Act, found: StoredReview, pieces: Sequence[Piece], words: str
) -> StoredReview:
    """With what the client, or an adviser in the client's name, answers."""
    said = said_in(found, act.key)
    looked = second_look.answer_documents(review_of(found, said), act.at)
    *earlier, last = said.askings
    by_client = act.actor.role == "client"
    done = supporting.answered(last, pieces, words, act.at, by_client=by_client)
    told = replace(said, askings=(*earlier, done))
    return _keep(act, found, looked, told, "review.answer_documents")


def conclude(
    act: Act, before: Stands, found: StoredReview, outcome: Verdict, ground: Ground
) -> tuple[StoredReview, Stands]:
    """With its outcome; where that is another, a new decision holds."""
    case = life.conclude(before.case, outcome, act.actor, act.at, ground)
    said = said_in(found, act.key)
    second_look.require_heard(review_of(found, said), outcome, act.at.date())
    kept: ReviewOutcome = "upheld" if case.state == "upheld" else "changed"
    looked = second_look.conclude(review_of(found, said), kept, act.actor, act.at)
    told = replace(said, answer_words=ground.words)
    concluded = _keep(act, replace(found, reason_code=ground.code), looked, told, "review.conclude")
    decided = before.known_decision
    if kept == "changed" and case.decision is not None:
        end_decision(act, decided, "replaced")
        decided = add_decision(
            act,
            before.known_proposal,
            case.decision,
            "reviewed",
            "holds",
            ground=ground,
            replaces=decided.id,
        )
    moved = move(act, before.application, case.state)
    return concluded, replace(before, application=moved, decision=decided)


def review(read: Read, name: str) -> StoredReview:
    """The review; Absent where there is none."""
    row = read.connection.execute(select(reviews).where(reviews.c.id == name)).one_or_none()
    if row is None:
        raise Absent(f"review {name}: there is none")
    return _review(row)


def of_application(read: Read, application: str) -> StoredReview | None:
    """The application's review, where one was asked for."""
    row = read.connection.execute(
        select(reviews)
        .where(reviews.c.application == application)
        .order_by(reviews.c.id.desc())
        .limit(1)
    ).one_or_none()
    return _review(row) if row else None


def list_reviews(
    read: Read,
    *,
    portfolio: str | None = None,
    states: Collection[ReviewState] = (),
    reviewer: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> list[StoredReview]:
    """Reviews, the longest waiting first, from the one after `after`."""
    statement = select(reviews).order_by(reviews.c.id).limit(limit)
    if portfolio is not None:
        statement = statement.join(clients, clients.c.number == reviews.c.client).where(
            clients.c.portfolio == portfolio
        )
    if states:
        statement = statement.where(reviews.c.state.in_(sorted(states)))
    if reviewer is not None:
        statement = statement.where(reviews.c.reviewer == reviewer)
    if after is not None:
        statement = statement.where(reviews.c.id > after)
    return [_review(row) for row in read.connection.execute(statement)]


def unseen(read: Read) -> frozenset[int]:
    """Clients with a review in which nobody has given an own opinion yet."""
    return frozenset(read.connection.execute(waiting_clients()).scalars())


def asked_of(read: Read, client: int) -> list[str]:
    """The client's applications of which documents are asked for and nothing was answered."""
    statement = select(reviews.c.application).where(
        reviews.c.client == client,
        reviews.c.state != "concluded",
        reviews.c.documents_due.is_not(None),
        reviews.c.documents_answered.is_(None),
    )
    return list(read.connection.execute(statement).scalars())


def waiting_clients() -> Select[int]:
    """The question for those clients."""
    return select(reviews.c.client).where(reviews.c.state.in_(("requested", "assigned")))


def said_in(stored: StoredReview, key: DataKey) -> Said:
    """What was said in the review."""
    if stored.sealed is None:
        return Said("client", "")
    return _shape().validate_json(key.open(KIND, stored.id, stored.sealed))


def plain(said: Said) -> dict[str, JsonValue]:
    """What was said, as JSON values."""
    found: dict[str, JsonValue] = _shape().dump_python(said, mode="json")
    return found


@lru_cache(maxsize=1)
def _shape() -> TypeAdapter[Said]:
    return TypeAdapter(Said)


def review_of(stored: StoredReview, said: Said) -> Review:
    """As the life cycle sees it."""
    return Review(
        requested_by=Actor(stored.requested_by, said.requested_role),
        requested_at=moment(stored.requested),
        due=date.fromisoformat(stored.due),
        state=stored.state,
        reviewer=stored.reviewer,
        opinion=said.opinion,
        opinion_at=moment(stored.looked) if stored.looked else None,
        outcome=stored.outcome,
        concluded_at=moment(stored.answered) if stored.answered else None,
        documents_due=date.fromisoformat(stored.documents_due) if stored.documents_due else None,
        documents_answered=moment(stored.documents_answered) if stored.documents_answered else None,
    )


def _new(act: Act, before: Stands, point_of_view: str, policy: Policy) -> StoredReview:
    name = act.new_id()
    asked = second_look.requested(act.actor, act.at, policy)
    sealed = _sealed(act, name, Said(act.actor.role, point_of_view))
    made = StoredReview(
        id=name,
        application=before.application.id,
        decision=before.known_decision.id,
        client=before.application.client,
        state=asked.state,
        requested=act.stamp,
        requested_by=act.actor.id,
        due=asked.due.isoformat(),
        sealed=sealed.content,
        digest=sealed.digest,
    )
    columns = {name: getattr(made, name) for name in StoredReview.__slots__}
    act.write.connection.execute(insert(reviews), columns)
    told = {"application": made.application, "due": made.due}
    act.note("review.request", name, made.digest or "", told)
    return made


def _keep(act: Act, found: StoredReview, looked: Review, said: Said, action: str) -> StoredReview:
    sealed = _sealed(act, found.id, said)
    kept = replace(
        found,
        state=looked.state,
        reviewer=looked.reviewer,
        looked=stamp(looked.opinion_at) if looked.opinion_at else None,
        outcome=looked.outcome,
        answered=stamp(looked.concluded_at) if looked.concluded_at else None,
        documents_due=looked.documents_due.isoformat() if looked.documents_due else None,
        documents_answered=(
            stamp(looked.documents_answered) if looked.documents_answered else None
        ),
        revision=found.revision + 1,
        sealed=sealed.content,
        digest=sealed.digest,
    )
    columns = {name: getattr(kept, name) for name in StoredReview.__slots__}
    act.write.connection.execute(update(reviews).where(reviews.c.id == found.id).values(columns))
    act.note(action, found.id, kept.digest or "", {"state": kept.state})
    return kept


def _sealed(act: Act, name: str, said: Said) -> Sealed:
    return act.seal(KIND, name, canonical(plain(said)).encode())


def _review(row: Row[tuple[object, ...]]) -> StoredReview:
    found = row._mapping
    return StoredReview(**{name: found[name] for name in StoredReview.__slots__})
