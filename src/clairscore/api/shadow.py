"""The challenger in the champion's shadow: it scores the same files, and no manager is shown it.

It scores behind the answer, so that nobody waits for it.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from clairscore.api.champion import folder_of
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import decide
from clairscore.errors import BadBundle, BadInput, ClairscoreError
from clairscore.store.credit_files import open_file, stored_file
from clairscore.store.database import Read
from clairscore.store.models import Model, add_shadow_score, in_role
from clairscore.store.proposals import StoredProposal, latest_proposal, record_of
from clairscore.store.times import stamp

if TYPE_CHECKING:
    from clairscore.api.service import Service
    from clairscore.contract import CreditFile
    from clairscore.decision.record import Record


class Shadow:
    """The challenger's bundle, loaded once it has passed its exam."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._bundle: Bundle | None = None
        self._refused: Path | None = None

    def bundle(self, service: Service, challenger: Model) -> Bundle | None:
        """The challenger's bundle; None where it was refused."""
        folder = folder_of(challenger, service.settings.bundles)
        with self._lock:
            known = self._bundle is not None and self._bundle.id == challenger.bundle
            if not known and folder != self._refused:
                self._load(service, folder)
                known = self._bundle is not None and self._bundle.id == challenger.bundle
            return self._bundle if known else None

    def _load(self, service: Service, folder: Path) -> None:
        try:
            self._bundle = service.models.examined(folder)
        except (BadBundle, BadInput) as error:
            self._refused = folder
            service.log.warning("challenger_refused", bundle=folder.name, why=str(error))


def score_in_shadow(service: Service, application: str) -> None:
    """Keep what the challenger would have proposed for the application's last proposal."""
    try:
        challenger = service.look(in_role, "challenger")
        bundle = service.shadow.bundle(service, challenger) if challenger else None
        if bundle is not None:
            _keep(service, bundle, application)
    except ClairscoreError as error:
        service.log.warning("shadow_not_kept", error=type(error).__name__)


def _keep(service: Service, bundle: Bundle, application: str) -> None:
    found = service.look(_read, service, application)
    if found is None:
        return
    stored, credit_file, record = found
    told = record.proposal
    made = decide(bundle, credit_file, as_of=told.as_of, consultation=record.consultation)
    at = stamp(service.now())
    service.change(add_shadow_score, stored.id, stored.client, made, at)


def _read(
    read: Read, service: Service, application: str
) -> tuple[StoredProposal, CreditFile, Record] | None:
    stored = latest_proposal(read, application)
    if stored is None:
        return None
    keys = service.store.keys
    credit_file = open_file(read, keys, stored_file(read, stored.credit_file))
    return stored, credit_file, record_of(stored, keys.of(stored.client))
