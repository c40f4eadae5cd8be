"""Connections to SQLite and PostgreSQL: how they are opened, and what their errors mean.

SQLite: write-ahead log, every commit flushed (`synchronous=FULL`), writers begin with the lock
(`BEGIN IMMEDIATE`), deleted content is overwritten. PostgreSQL: a statement has 3 seconds, a
connection of the pool 1 second, and a dead one is replaced before it is used.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, exc, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from clairscore.errors import BadSetting, Fault, Unavailable

POOL_SECONDS, STATEMENT_SECONDS = 1.0, 3.0
POOL: dict[str, object] = {"pool_size": 8, "max_overflow": 8, "pool_timeout": POOL_SECONDS}
FRESH: dict[str, object] = {"poolclass": NullPool}
BEGIN = "clairscore_begin"
STEADY = {"isolation_level": "REPEATABLE READ"}

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    f"busy_timeout={int(STATEMENT_SECONDS * 1000)}",
)

TRY_AGAIN = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
)
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
POSTGRES_TRY_AGAIN = ("08", "53", "55P03", "57", "58", "40", "25006")
"""Classes of SQLSTATE: connection, resources, lock, shutdown or cancel, input/output, rollback."""


def engine_of(address: str) -> Engine:
    """The engine of `sqlite:///FILE` or `postgresql+psycopg://...`; BadSetting for another."""
    return _engine(_url(address), POOL)


def fresh_engine(engine: Engine) -> Engine:
    """An engine of the same database whose every connection is a new one."""
    return _engine(engine.url, FRESH)


def masked(address: str) -> str:
    """The address without its password."""
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", address)


def file_of(address: str) -> Path | None:
    """The file of an SQLite address."""
    url = _url(address)
    return Path(url.database) if url.drivername == "sqlite" and url.database else None


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database; Unavailable where there is none."""
    steady = engine if _is_sqlite(engine) else engine.execution_options(**STEADY)
    with translated(engine), steady.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection whose changes are kept, durably, when the block ends well, else none of them."""
    immediate = engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
    with translated(engine), immediate.connect() as connection, connection.begin():
        yield connection


def patient(connection: Connection) -> None:
    """Let a statement of this transaction take long: nobody waits for it."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SET LOCAL statement_timeout = 0"))


@contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """Errors of the driver that another try may not meet, as Unavailable."""
    try:
        yield
    except exc.TimeoutError as error:
        raise Unavailable(
            f"database: no free connection within {POOL_SECONDS:g} s; try again"
        ) from error
    except exc.DBAPIError as error:
        raise _told(error, engine) from error


def _told(error: exc.DBAPIError, engine: Engine) -> Exception:
    if isinstance(error.orig, sqlite3.Error):
        return _told_by_sqlite(error, error.orig, engine)
    state = str(getattr(error.orig, "sqlstate", None) or "")
    lost = error.connection_invalidated or (isinstance(error, exc.OperationalError) and not state)
    if lost or state.startswith(POSTGRES_TRY_AGAIN):
        return Unavailable("database: the server does not answer; try again")
    if state == "42P01":
        return _without_tables(engine)
    return error


def _told_by_sqlite(error: exc.DBAPIError, cause: sqlite3.Error, engine: Engine) -> Exception:
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code in TRY_AGAIN:
        return Unavailable(f"database: {cause}; try again, and look at the disk if it lasts")
    if code in DAMAGED:
        return Fault(f"database {engine.url.database}: {cause}; restore it from a backup")
    if "no such table" in str(cause):
        return _without_tables(engine)
    return error


def _without_tables(engine: Engine) -> Exception:
    return BadSetting(
        f"database {masked(str(engine.url))}: its tables are not there; run `clairscore db init`"
    )


def _url(address: str) -> URL:
    try:
        return make_url(address)
    except exc.ArgumentError:
        raise _strange(address) from None


def _strange(address: str) -> BadSetting:
    return BadSetting(
        f"database: found {masked(address)}; expected sqlite:///FILE or"
        " postgresql+psycopg://USER@HOST/NAME"
    )


def _engine(url: URL, pool: Mapping[str, object]) -> Engine:
    if url.drivername == "sqlite" and url.database and url.database != ":memory:":
        return _sqlite(url, pool)
    if url.drivername == "postgresql+psycopg":
        return _postgresql(url, pool)
    raise _strange(str(url))


def _is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _sqlite(url: URL, pool: Mapping[str, object]) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False}, **pool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions begin where we say, not where the driver does
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(str(connection.get_execution_options().get(BEGIN, "BEGIN")))


def _postgresql(url: URL, pool: Mapping[str, object]) -> Engine:
    timeout = f"-c statement_timeout={int(STATEMENT_SECONDS * 1000)}"
    arguments = {"connect_timeout": 2, "options": timeout, "tcp_user_timeout": 3000}
    return create_engine(url, connect_args=arguments, pool_pre_ping=True, **pool)
