"""The tables as they are made and changed: `records` for the records, `keys` for the key database.

`upgrade` brings a database to the newest revision; `require_current` refuses to serve on another.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection, Engine, MetaData, inspect, text

from clairscore.errors import BadSetting
from clairscore.store.engine import masked, reading, writing
from clairscore.store.tables import key_records, records

if TYPE_CHECKING:
    from alembic.config import Config

Kind = Literal["records", "keys"]

REVISIONS: dict[Kind, str] = {"records": "0005", "keys": "0001"}
"""The newest revision of each, so that serving does not have to load Alembic."""
TABLES: dict[Kind, MetaData] = {"records": records, "keys": key_records}
NONE = "none"
VERSIONS = "alembic_version"


def upgrade(engine: Engine, kind: Kind) -> str:
    """The revision that the database had before it was brought to the newest; `none` for empty."""
    from alembic import command

    with writing(engine) as connection:
        before = _revision(connection)
        command.upgrade(_config(connection, kind), "head")
    return before


def revision(engine: Engine) -> str:
    """The revision of a database; `none` where it has no tables yet."""
    with reading(engine) as connection:
        return _revision(connection)


def require_current(engine: Engine, kind: Kind) -> None:
    """BadSetting for a database of another revision than this version of Clairscore writes."""
    found, wanted = revision(engine), REVISIONS[kind]
    if found == wanted:
        return
    address = masked(str(engine.url))
    if found == NONE:
        raise BadSetting(f"{address}: its tables are not there; run `clairscore db init`")
    advice = (
        "run `clairscore db upgrade`"
        if found < wanted
        else "it was written by a later version of Clairscore; install that one"
    )
    raise BadSetting(f"{address}: found revision {found}, expected {wanted}; {advice}")


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table(VERSIONS):
        return NONE
    found = connection.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalar()
    return str(found) if found else NONE


def _config(connection: Connection, kind: Kind) -> Config:
    from alembic.config import Config

    config = Config(attributes={"connection": connection, "metadata": TABLES[kind]})
    folder = Path(__file__).parent
    config.set_main_option("script_location", str(folder))
    config.set_main_option("version_locations", str(folder / kind))
    config.set_main_option("path_separator", "newline")
    return config
