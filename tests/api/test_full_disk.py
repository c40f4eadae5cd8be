"""The disk is full: callers are told when to come back, readers are served, and it passes alone."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from clairscore.store.audit import verify
from tests.api.place import Place

pytestmark = pytest.mark.faults

BOUNDLESS = 1 << 30
MOST = 300
"""Requests after which the pages that were free must be used up."""


class Disk:
    """Room for so many pages of SQLite's, on every connection that is taken from the pool."""

    def __init__(self, place: Place) -> None:
        self.pages = BOUNDLESS
        self._engine = place.service.store.database.engine
        event.listen(self._engine, "checkout", self._limit)

    def fill(self) -> None:
        """No page more than there are now."""
        with self._engine.connect() as connection:
            self.pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def empty(self) -> None:
        self.pages = BOUNDLESS

    def _limit(self, connection: object, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={self.pages}")  # type: ignore[attr-defined]


def new_key(place: Place, admin: dict[str, str]) -> int:
    """The status of the answer to a request for a key."""
    asked = {"name": "n" * 90, "roles": ["service"]}
    answer = place.http.post("/v1/keys", json=asked, headers=admin)
    if answer.status_code == 503:
        assert answer.headers["Retry-After"]
        assert answer.headers["Content-Type"].startswith("application/problem+json")
    return answer.status_code


def test_a_full_disk_is_told_and_passes(own: Place) -> None:
    admin, disk = own.as_("admin"), Disk(own)
    before = len(own.http.get("/v1/keys", headers=admin).json()["items"])
    disk.fill()
    made = 0
    while (status := new_key(own, admin)) == 201:
        made += 1
        assert made < MOST, "the disk never was full"
    assert status == 503
    assert new_key(own, admin) == 503
    listed = own.http.get("/v1/keys", headers=admin)
    assert listed.status_code == 200
    assert len(listed.json()["items"]) == before + made
    disk.empty()
    assert new_key(own, admin) == 201
    store = own.service.store
    with store.database.read() as read:
        assert verify(read, store.secrets.chain, store.database.anchor.read()).intact
