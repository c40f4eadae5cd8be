"""Who tells records in a language: features described once for each bundle and language."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from clairscore.api.service import Service
from clairscore.decision.bundle import Bundle
from clairscore.decision.sources import load_sources
from clairscore.decision.telling import Teller
from clairscore.decision.units import Style
from clairscore.features.catalogue import catalogue
from clairscore.i18n import Lang


def teller_of(service: Service, bundle: Bundle, lang: Lang) -> Teller:
    """Who tells proposals of the bundle."""
    return _served(bundle, lang, service.settings.currency, service.settings.sources)


def teller_for(service: Service, bundle: str, lang: Lang) -> Teller:
    """Who tells a stored proposal of the bundle of that name, served or not any more."""
    served = service.models.bundle
    if served.id == bundle:
        return teller_of(service, served, lang)
    return _any(lang, service.settings.currency, service.settings.sources)


@lru_cache(maxsize=8)
def _served(bundle: Bundle, lang: Lang, currency: str | None, sources: Path | None) -> Teller:
    return Teller.of(bundle, lang, currency, sources)


@lru_cache(maxsize=4)
def _any(lang: Lang, currency: str | None, sources: Path | None) -> Teller:
    described = catalogue("full").by_name
    return Teller(Style.of(lang, currency), described, load_sources(sources))
