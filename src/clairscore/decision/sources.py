"""The outside organisations behind facts: who they are, how to see and correct what they hold."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from clairscore.data.schema import APPLICATION, TABLES
from clairscore.errors import BadSetting

STRICT = ConfigDict(frozen=True, extra="forbid")
Words = Annotated[str, Field(min_length=1)]


class BothLanguages(BaseModel):
    """One text in French and in English."""

    model_config = STRICT

    fr: Words
    en: Words


class Source(BaseModel):
    """An organisation and the application's columns that it supplies."""

    model_config = STRICT

    columns: Annotated[tuple[str, ...], Field(min_length=1)]
    name: Words
    address: Words
    obtain: BothLanguages
    correct: BothLanguages


class Sources(BaseModel):
    """Every organisation on record."""

    model_config = STRICT

    source: tuple[Source, ...]

    def of(self, column: str) -> Source | None:
        """The organisation that supplies a column of the application."""
        return next((source for source in self.source if column in source.columns), None)


def load_sources(path: Path | None = None) -> Sources:
    """The organisations of a TOML file, by default fictitious ones; BadSetting tells its faults."""
    where = str(path or "sources.toml")
    try:
        sources = Sources.model_validate(tomllib.loads(_text(path)))
    except OSError as error:
        raise BadSetting(f"{where}: cannot be read ({error.strerror}); give a TOML file.") from None
    except ValidationError as error:
        told = [f"{where}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise BadSetting("\n".join(told)) from None
    except ValueError as error:
        raise BadSetting(f"{where}: found text that is not TOML ({error}).") from None
    _require_known(sources, where)
    return sources


def _text(path: Path | None) -> str:
    if path is not None:
        return path.read_text(encoding="utf-8")
    return files("clairscore").joinpath("decision", "sources.toml").read_text(encoding="utf-8")


def _require_known(sources: Sources, where: str) -> None:
    columns = [column for source in sources.source for column in source.columns]
    unknown = sorted(set(columns) - set(TABLES[APPLICATION].names))
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if unknown or twice:
        raise BadSetting(
            f"{where}: found columns unknown to the schema {unknown} and columns given to two"
            f" organisations {twice}; expected each column once"
        )
