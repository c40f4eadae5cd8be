"""The settings: what the environment says, and what it says wrongly."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from clairscore.errors import BadSetting
from clairscore.settings import Settings, described, load_settings


def test_without_variables_the_defaults_suit_kaggles_data() -> None:
    settings = load_settings({"HOME": "/somewhere"})
    assert settings == Settings()
    assert (settings.language, settings.currency, settings.income_period) == ("fr", None, None)


def test_variables_are_read_whatever_their_case() -> None:
    given = {
        "CLAIRSCORE_LANGUAGE": "en",
        "clairscore_as_of": "2026-03-01",
        "CLAIRSCORE_UNIT_VALUE": "120.5",
    }
    settings = load_settings(given)
    assert (settings.language, settings.as_of, settings.unit_value) == (
        "en",
        date(2026, 3, 1),
        120.5,
    )


def test_an_empty_variable_is_unset() -> None:
    assert load_settings({"CLAIRSCORE_CURRENCY": "", "CLAIRSCORE_BUNDLES": ""}) == Settings()


def test_every_fault_is_told_at_once_with_its_variable() -> None:
    with pytest.raises(BadSetting) as refused:
        load_settings(
            {"CLAIRSCORE_LANGUAGE": "de", "CLAIRSCORE_UNIT_VALUE": "-3", "CLAIRSCORE_LANGAGE": "fr"}
        )
    told = str(refused.value).splitlines()
    assert len(told) == 3
    assert (
        "CLAIRSCORE_LANGAGE: found a variable that is no setting; did you mean CLAIRSCORE_LANGUAGE?"
        in told
    )
    assert any(line.startswith("CLAIRSCORE_LANGUAGE: found 'de'") for line in told)
    assert any(line.startswith("CLAIRSCORE_UNIT_VALUE: found '-3'") for line in told)


def test_an_unknown_variable_alone_is_refused() -> None:
    with pytest.raises(BadSetting, match="clairscore settings"):
        load_settings({"CLAIRSCORE_QQQQQQ": "1"})


@pytest.mark.parametrize("value", ["nan", "inf", "0", "many"])
def test_the_value_of_a_unit_is_a_positive_amount(value: str) -> None:
    with pytest.raises(BadSetting, match="CLAIRSCORE_UNIT_VALUE"):
        load_settings({"CLAIRSCORE_UNIT_VALUE": value})


def test_each_setting_is_listed_with_value_and_source() -> None:
    lines = {line.name: line for line in described(load_settings({"CLAIRSCORE_BUNDLES": "models"}))}
    assert set(lines) == set(Settings.model_fields)
    assert (lines["bundles"].value, lines["bundles"].source) == ("models", "environment")
    assert (lines["language"].value, lines["language"].source) == ("fr", "default")
    assert lines["language"].variable == "CLAIRSCORE_LANGUAGE"
    assert lines["currency"].value == ""


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://hooks.example.org/T01/B02/s3cret?token=s3cret", "https://hooks.example.org/…"),
        ("https://anne:s3cret@hooks.example.org:8443", "https://hooks.example.org:8443/…"),
        ("http://[::1]:9000/s3cret", "http://[::1]:9000/…"),
        ("hooks.example.org/s3cret", "***"),
    ],
)
def test_of_the_address_of_alerts_the_host_alone_is_shown(address: str, told: str) -> None:
    settings = load_settings({"CLAIRSCORE_ALERT_WEBHOOK": address})
    assert settings.alert_webhook == address
    (line,) = (each for each in described(settings) if each.name == "alert_webhook")
    assert line.value == told


def test_passwords_of_databases_are_not_shown() -> None:
    settings = load_settings({"CLAIRSCORE_DATABASE": "postgresql://anne:s3cret@db.example/records"})
    told = {line.name: line.value for line in described(settings)}
    assert told["database"] == "postgresql://anne:***@db.example/records"


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Settings().language = "en"  # type: ignore[misc]
    assert Settings(bundles=Path("x")).bundles == Path("x")


def test_importing_reads_no_environment() -> None:
    code = "import os; os.environ['CLAIRSCORE_NONSENSE'] = '1'; import clairscore.settings"
    subprocess.run([sys.executable, "-c", code], check=True)
