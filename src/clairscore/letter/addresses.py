"""Who writes letters, and where a person may turn: settings, by default fictitious ones."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from clairscore.errors import BadSetting
from clairscore.i18n import NO_BREAK

STRICT = ConfigDict(frozen=True, extra="forbid")
Words = Annotated[str, Field(min_length=1, max_length=200)]


class Contact(BaseModel):
    """A service and how to reach it; at least one way."""

    model_config = STRICT

    name: Words
    lines: tuple[Words, ...]
    telephone: Words | None = None
    email: Words | None = None
    site: Words | None = None

    @property
    def told(self) -> str:
        """Name and every way to reach it, on one line."""
        telephone = self.telephone and self.telephone.replace(" ", NO_BREAK)
        ways = (telephone, self.email, self.site)
        return ", ".join([self.name, *self.lines, *(way for way in ways if way)])


class Addresses(BaseModel):
    """Everybody whom a letter names."""

    model_config = STRICT

    lender: Contact
    data_protection: Contact
    complaints: Contact
    mediator: Contact
    authority: Contact
    debt_advice: Annotated[tuple[Contact, ...], Field(min_length=1)]


def load_addresses(path: Path | None = None) -> Addresses:
    """The addresses of a TOML file, by default fictitious ones; BadSetting tells its faults."""
    where = str(path or "addresses.toml")
    try:
        return Addresses.model_validate(tomllib.loads(_text(path)))
    except OSError as error:
        raise BadSetting(f"{where}: cannot be read ({error.strerror}); give a TOML file.") from None
    except ValidationError as error:
        told = [f"{where}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise BadSetting("\n".join(told)) from None
    except ValueError as error:
        raise BadSetting(f"{where}: found text that is not TOML ({error}).") from None


def _text(path: Path | None) -> str:
    if path is not None:
        return path.read_text(encoding="utf-8")
    return files("clairscore").joinpath("letter", "addresses.toml").read_text(encoding="utf-8")
