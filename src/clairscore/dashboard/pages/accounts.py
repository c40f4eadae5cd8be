"""For the administrator: people, programs' keys, portfolios and codes for clients."""

from __future__ import annotations

from clairscore.dashboard.accounts.people import people, person
from clairscore.dashboard.accounts.programs import keys, portfolios
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.parts.views import views
from clairscore.dashboard.visit import Visit
from clairscore.i18n import t

VIEWS = ("people", "keys", "portfolios")


def show(visit: Visit) -> None:
    """Show accounts, keys or portfolios, or the account that the address names."""
    lang, asked = visit.lang, visit.asked.get("show", "people")
    chosen = asked if asked in VIEWS else "people"
    user = visit.asked.get("id")
    view = "one" if user else chosen
    heading(t(f"accounts.title_{view}", lang))
    names = [(name, t(f"accounts.view.{name}", lang)) for name in VIEWS]
    views("accounts", names, "" if user else chosen, t("accounts.views", lang))
    if user:
        person(user, visit)
    else:
        {"people": people, "keys": keys, "portfolios": portfolios}[chosen](visit)
