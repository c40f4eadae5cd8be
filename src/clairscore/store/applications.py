"""Applications: one request for a loan each, where it stands, and until when its file holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Row, insert, select, update

from clairscore.decision.lifecycle.case import require_none_open
from clairscore.decision.lifecycle.states import OPEN, State
from clairscore.decision.policy import Policy
from clairscore.errors import Absent
from clairscore.store.acts import Act
from clairscore.store.database import Read
from clairscore.store.tables import applications, clients
from clairscore.store.times import moment, stamp

Product = Literal["cash", "revolving"]


@dataclass(frozen=True, slots=True)
class Application:
    """One application. `credit_file` names the version that is read, `amount` is what is asked
    for; a loaded one may have neither channel nor end of validity."""

    id: str
    client: int
    credit_file: str
    as_of: str
    product: Product
    channel: str
    state: State
    demonstration: bool
    amount: float | None
    created: str
    updated: str
    valid_until: str | None
    revision: int = 1

    @property
    def opened(self) -> datetime:
        """When its file came in."""
        return moment(self.created)


def open_application(
    act: Act,
    *,
    client: int,
    credit_file: str,
    as_of: str,
    product: Product,
    amount: float | None,
    channel: str,
    policy: Policy,
) -> Application:
    """A new application; NotNow with the first one's name where one is open for the product."""
    require_none_open(open_one(act.write, client, product))
    opened = Application(
        id=act.new_id(),
        client=client,
        credit_file=credit_file,
        as_of=as_of,
        product=product,
        channel=channel,
        state="draft",
        demonstration=False,
        amount=amount,
        created=act.stamp,
        updated=act.stamp,
        valid_until=stamp(act.at + timedelta(days=policy.file_days)),
    )
    columns = {name: getattr(opened, name) for name in Application.__slots__}
    act.write.connection.execute(insert(applications), columns | {"last_contact": act.stamp})
    act.note("application.open", opened.id, detail={"product": product, "channel": channel})
    return opened


def application(read: Read, name: str) -> Application:
    """The application; Absent where there is none."""
    row = read.connection.execute(
        select(applications).where(applications.c.id == name)
    ).one_or_none()
    if row is None:
        raise Absent(f"application {name}: there is none")
    return _application(row)


def open_one(read: Read, client: int, product: Product) -> str | None:
    """The client's open application for the product, by name."""
    return read.connection.execute(
        select(applications.c.id)
        .where(
            applications.c.client == client,
            applications.c.product == product,
            applications.c.state.in_(sorted(OPEN)),
        )
        .order_by(applications.c.id)
        .limit(1)
    ).scalar()


def of_client(read: Read, client: int) -> list[Application]:
    """The client's applications, newest first."""
    statement = (
        select(applications)
        .where(applications.c.client == client)
        .order_by(applications.c.created.desc(), applications.c.id.desc())
    )
    return [_application(row) for row in read.connection.execute(statement)]


def list_applications(
    read: Read,
    *,
    portfolio: str | None = None,
    states: Collection[State] = (),
    before: str | None = None,
    limit: int = 50,
) -> list[Application]:
    """Applications, newest first, from the one before `before`; all portfolios for None."""
    statement = select(applications).order_by(applications.c.id.desc()).limit(limit)
    if portfolio is not None:
        statement = statement.join(clients, clients.c.number == applications.c.client).where(
            clients.c.portfolio == portfolio
        )
    if states:
        statement = statement.where(applications.c.state.in_(sorted(states)))
    if before is not None:
        statement = statement.where(applications.c.id < before)
    return [_application(row) for row in read.connection.execute(statement)]


def move(act: Act, found: Application, state: State, *, credit_file: str = "") -> Application:
    """The application in its new state, reading another version of its file where one is named."""
    moved = replace(
        found,
        state=state,
        credit_file=credit_file or found.credit_file,
        updated=act.stamp,
        revision=found.revision + 1,
    )
    act.write.connection.execute(
        update(applications)
        .where(applications.c.id == found.id)
        .values(
            state=state,
            credit_file=moved.credit_file,
            updated=act.stamp,
            last_contact=act.stamp,
            revision=moved.revision,
        )
    )
    return moved


def _application(row: Row[tuple[object, ...]]) -> Application:
    found = row._mapping
    return Application(**{name: found[name] for name in Application.__slots__})
