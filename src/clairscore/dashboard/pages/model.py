"""The model that serves: what it is worth, what its limit costs, what it leans on, its card."""

from __future__ import annotations

from clairscore.dashboard.model.card import card
from clairscore.dashboard.model.groups import people
from clairscore.dashboard.model.worth import cost, weights, worth
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.parts.views import views
from clairscore.dashboard.visit import Visit
from clairscore.i18n import t

VIEWS = ("worth", "cost", "weights", "groups", "card")


def show(visit: Visit) -> None:
    """Show one view of the served model, as the address asks for it."""
    lang, asked = visit.lang, visit.asked.get("show", "worth")
    chosen = asked if asked in VIEWS else "worth"
    found = visit.client.performance()
    view = t(f"model.view.{chosen}", lang)
    heading(t("model.title", lang, bundle=found.bundle, view=view))
    names = [(name, t(f"model.view.{name}", lang)) for name in VIEWS]
    views("model", names, chosen, t("model.views", lang))
    if chosen == "card":
        card(visit.client.show_model(), found, lang)
    else:
        {"worth": worth, "cost": cost, "weights": weights, "groups": people}[chosen](found, lang)
