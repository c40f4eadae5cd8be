"""The settings: every knob outside the policy, read from ``CLAIRSCORE_`` variables when asked for.

Nothing here is instantiated at import: `load_settings()` is called by the command line, the API and
tests, which pass the result in.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from clairscore.errors import BadSetting

PREFIX = "CLAIRSCORE_"
SECRET_PATHS = frozenset({"alert_webhook"})
"""Addresses whose path or query may be a secret of who answers there."""


class Settings(BaseSettings):
    """All settings, each with a default that works for Kaggle's data on one machine."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    language: Literal["fr", "en"] = "fr"
    currency: Annotated[str, Field(max_length=40)] | None = None
    income_period: Literal["month", "year"] | None = None
    unit_value: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    bundles: Path = Path("bundles")
    tracking: Annotated[str, Field(min_length=1)] = "local"
    signing_key: Path | None = None
    trusted_keys: Path | None = None
    sources: Path | None = None
    addresses: Path | None = None
    database: Annotated[str, Field(min_length=1)] = "sqlite:///clairscore-data/records.db"
    key_database: Annotated[str, Field(min_length=1)] = "sqlite:///clairscore-data/keys/keys.db"
    master_key: Path = Path("clairscore-data/keys/master.key")
    anchor: Path = Path("clairscore-data/anchor/anchor.json")
    openid_issuer: (
        Annotated[str, Field(pattern=r"^(https://|http://(localhost|127\.0\.0\.1)[:/])\S+$")] | None
    ) = None
    openid_client: Annotated[str, Field(min_length=1)] | None = None
    openid_secret: Path | None = None
    openid_claim: Annotated[str, Field(min_length=1)] = "email"
    keep_draft_days: Annotated[int, Field(ge=1, le=366)] = 30
    keep_ended_months: Annotated[int, Field(ge=1, le=120)] = 6
    keep_granted_years: Annotated[int, Field(ge=1, le=30)] = 5
    keep_access_months: Annotated[int, Field(ge=6, le=120)] = 12
    api: Annotated[str, Field(pattern=r"^https?://[^/?#]+/?$")] = "http://127.0.0.1:8000"
    alert_webhook: Annotated[str, Field(min_length=1)] | None = None
    alert_secret: Path | None = None
    as_of: date | None = None
    real_data: Path | None = None
    notebook_data: Path | None = None
    cache: Path | None = None
    threads: Annotated[int, Field(ge=0, le=1024)] = 0
    require_all: bool = False

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is handed over: `load_settings` reads the environment, once, in sight."""
        return (init_settings,)


@dataclass(frozen=True, slots=True)
class Line:
    """One setting as told to a person: its variable, its value, and where the value comes from.

    Its meaning is the text ``setting.<name>`` of the locales.
    """

    name: str
    variable: str
    value: str
    source: Literal["environment", "default"]


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this environment; BadSetting names every variable that cannot be used."""
    given = _given(os.environ if environ is None else environ)
    faults = [_unknown(name) for name in given if name not in Settings.model_fields]
    known = {name: text for name, text in given.items() if name in Settings.model_fields}
    try:
        settings = Settings.model_validate(known)
    except ValidationError as error:
        raise BadSetting("\n".join(faults + [_told(fault) for fault in error.errors()])) from None
    if faults:
        raise BadSetting("\n".join(faults))
    return settings


def described(settings: Settings) -> tuple[Line, ...]:
    """Every setting in declared order, with its value and its source."""
    return tuple(_line(settings, name) for name in Settings.model_fields)


def _given(environ: Mapping[str, str]) -> dict[str, str]:
    """Setting name to text, for the variables with our prefix that are not empty."""
    return {
        name[len(PREFIX) :].lower(): text
        for name, text in environ.items()
        if name.upper().startswith(PREFIX) and text
    }


def _line(settings: Settings, name: str) -> Line:
    value = getattr(settings, name)
    hidden = _host_alone if name in SECRET_PATHS else _without_password
    told = "" if value is None else hidden(str(value))
    source: Literal["environment", "default"] = (
        "environment" if name in settings.model_fields_set else "default"
    )
    return Line(name, _variable(name), told, source)


def _without_password(text: str) -> str:
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", text)


def _host_alone(address: str) -> str:
    """Where it leads, without what only the receiver should read."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}/…" if host else "***"


def _unknown(name: str) -> str:
    near = get_close_matches(name, list(Settings.model_fields), n=1)
    advice = f"did you mean {_variable(near[0])}?" if near else "`clairscore settings` lists them."
    return f"{_variable(name)}: found a variable that is no setting; {advice}"


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _told(fault: ErrorDetails) -> str:
    variable = _variable(str(fault["loc"][0]))
    return f"{variable}: found {fault['input']!r}; {fault['msg'].lower()}; correct it or unset it."
