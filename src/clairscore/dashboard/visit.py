"""What a screen is given: who asks, in which language, for what, and the service to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NoReturn

from clairscore.client import Client
from clairscore.client.records import Session
from clairscore.errors import Fault
from clairscore.i18n import Lang

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

Role = Literal["manager", "reviewer", "analyst", "auditor", "admin"]


@dataclass(frozen=True, slots=True)
class Visit:
    """One look of a person at a screen.

    `asked` are the query parameters of the address: never trusted, always put to the service.
    """

    client: Client
    lang: Lang
    who: Session
    asked: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict, repr=False)

    def may(self, *roles: Role) -> bool:
        """Whether the person has one of the roles; what is allowed, the service decides."""
        return not set(roles).isdisjoint(self.who.roles)

    def go(self, screen: str, **asked: str | int) -> NoReturn:
        """Leave for another screen, with these query parameters."""
        import streamlit as st

        if screen not in self.pages:
            raise Fault(f"screen {screen}: there is none; the registry has {sorted(self.pages)}")
        st.switch_page(
            self.pages[screen], query_params={name: str(value) for name, value in asked.items()}
        )
