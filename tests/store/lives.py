"""A client who lived through everything that the store keeps, with a word that must vanish."""

from __future__ import annotations

import os

from sqlalchemy import insert

from clairscore.decision.lifecycle.case import Actor
from clairscore.decision.lifecycle.grounds import Ground
from clairscore.store import reviews, steps
from clairscore.store.accounts import User, add_user
from clairscore.store.clients import Client, client
from clairscore.store.idempotency import Answer, Call, keep
from clairscore.store.opening import Store
from clairscore.store.requests import Request, RequestKind, receive
from clairscore.store.sessions import open_session
from clairscore.store.standing import Stands
from clairscore.store.tables import acknowledgements, book, outcomes, shadow_scores, simulations
from clairscore.store.times import stamp
from tests.store.files import CLIENT, FILE, NOON, POLICY, RITA, Bureau, record

AGAINST = Ground("debt_undeclared", "a running loan came up")
CANARY = "zanzibar-canary"
WORDS = f"I bring the {CANARY} along"
AT = stamp(NOON)


def the_client(store: Store) -> Client:
    with store.database.read() as read:
        return client(read, store.keys, CLIENT)


def asked(store: Store, kind: RequestKind = "erasure") -> Request:
    """A request of the client."""
    owner = the_client(store)
    with store.database.write() as write:
        return receive(
            write, store.keys, owner, kind, CANARY, actor="u1", at=NOON, random=os.urandom
        )


def refused(bureau: Bureau) -> Stands:
    """A refusal of which the client was told by letter."""
    opened = bureau.opened()
    with bureau.act() as act:
        now = steps.propose(act, bureau.stands(opened), record(at=act.at), POLICY)
    with bureau.act() as act:
        now = steps.decide(act, now, None, None, POLICY)
    with bureau.act() as act:
        return steps.notify(act, now, "fr", CANARY.encode())


def reviewed(bureau: Bureau, now: Stands) -> Stands:
    """With the decision upheld after a review."""
    with bureau.act(Actor("u1", "client")) as act:
        found = reviews.request_review(act, now, WORDS, POLICY)
    with bureau.act(RITA) as act:
        found = reviews.assign(act, bureau.stands(now.application), found, RITA)
    with bureau.act(RITA) as act:
        found = reviews.give_opinion(act, found, "refused", WORDS)
    with bureau.act(RITA) as act:
        reviews.conclude(act, bureau.stands(now.application), found, "refused", AGAINST)
    return bureau.stands(now.application)


def lived(bureau: Bureau) -> Stands:
    """A refusal, its review, an account, and a row in every other table that names the client."""
    now = reviewed(bureau, refused(bureau))
    store, application = bureau.store, now.application.id
    asked(store, "access")
    with store.database.write() as write:
        user = User("u1", CANARY, ("client",), client=CLIENT)
        add_user(write, user, "hash", actor="test", at=AT)
        open_session(write, user, pepper=store.secrets.pepper, random=os.urandom, at=NOON)
        call = Call("u1", "k", "decide", CANARY.encode())
        answer = Answer(200, CANARY.encode())
        keep(write, store.keys, call, answer, client=CLIENT, at=AT)
        own = {"client": CLIENT, "created": AT}
        score = {"probability": 0.1, "log_odds": -2.2, "verdict": "granted", "outcome": "granted"}
        book_only = {"bundle": "b", "policy": "p", "cut_off": 0.09, "decided_by": "score"}
        words = {"rules": CANARY, "causes": "", "themes": "{}"}
        for table, row in (
            (book, {"credit_file": FILE, **score, **book_only, **words}),
            (shadow_scores, {"proposal": now.known_proposal.id, "bundle": "c", **score}),
            (
                simulations,
                {"id": "s1", "application": application, "actor": "u1", "fingerprint": "f"},
            ),
            (
                acknowledgements,
                {
                    "id": "n1",
                    "application": application,
                    "notice_version": "1",
                    "lang": "fr",
                    "actor": "u1",
                },
            ),
            (
                outcomes,
                {
                    "application": application,
                    "difficulties": False,
                    "observed": "2026-11-20",
                    "source": CANARY,
                },
            ),
        ):
            write.connection.execute(insert(table), {**own, **row})
    return now
