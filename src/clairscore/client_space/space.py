"""What every page stands on: the service, and the language of who did not choose one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clairscore.client import Client
from clairscore.i18n import Lang

if TYPE_CHECKING:
    import httpx2


@dataclass(frozen=True)
class Space:
    """The service that is asked, and the language of who did not choose one."""

    http: httpx2.Client
    lang: Lang = "fr"

    def api(self, token: str | None, lang: Lang) -> Client:
        """The service for one visitor."""
        return Client(self.http, token, lang)
