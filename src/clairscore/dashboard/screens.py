"""The registry: which screens there are, at which address, and which roles find them useful.

What a person may really see or do, the service decides at each call.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from clairscore.dashboard.pages import (
    accounts,
    approval,
    audit,
    client,
    model,
    models,
    monitoring,
    new_application,
    presentation,
    requests,
    review,
    reviews,
    simulation,
    statistics,
    work_list,
)
from clairscore.dashboard.visit import Role, Visit
from clairscore.i18n import Lang, t


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen: its address `/<name>`, what shows it, for whom, and whether the menu names it.

    Its title in the menu is `screen.<name>` of the locales.
    """

    name: str
    show: Callable[[Visit], None]
    roles: tuple[Role, ...]
    listed: bool = True

    def title(self, lang: Lang) -> str:
        """What the menu calls it."""
        return t(f"screen.{self.name}", lang)


SCREENS: tuple[Screen, ...] = (
    Screen("work", work_list.show, ("manager", "reviewer", "auditor")),
    Screen("new-application", new_application.show, ("manager",)),
    Screen("client", client.show, ("manager", "reviewer", "auditor"), listed=False),
    Screen("presentation", presentation.show, ("manager",), listed=False),
    Screen("simulation", simulation.show, ("manager",), listed=False),
    Screen("reviews", reviews.show, ("manager", "reviewer", "auditor")),
    Screen("review", review.show, ("manager", "reviewer", "auditor"), listed=False),
    Screen("approval", approval.show, ("manager", "reviewer"), listed=False),
    Screen("model", model.show, ("analyst", "reviewer", "auditor", "admin")),
    Screen("models", models.show, ("analyst", "auditor", "admin")),
    Screen("monitoring", monitoring.show, ("analyst", "auditor", "admin")),
    Screen("statistics", statistics.show, ("analyst", "auditor", "admin")),
    Screen("audit", audit.show, ("auditor",)),
    Screen("requests", requests.show, ("auditor", "admin")),
    Screen("accounts", accounts.show, ("auditor", "admin")),
)
"""In the order of the menu; the first one that a person may see is where the person arrives."""


def screens_of(roles: Collection[str]) -> tuple[Screen, ...]:
    """The screens of a person with these roles."""
    return tuple(screen for screen in SCREENS if not set(screen.roles).isdisjoint(roles))


def screen_at(path: str) -> Screen | None:
    """The screen at a path (`/client`); None where there is none."""
    return next((screen for screen in SCREENS if f"/{screen.name}" == path), None)
