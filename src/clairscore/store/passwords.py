"""Passwords: argon2id, two at a time, so that trying many cannot take the machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from clairscore.errors import BadInput, Busy

TIME, MEMORY_KIB, LANES = 2, 19 * 1024, 1
SLOTS, WAIT_SECONDS = 2, 3.0
SHORTEST, LONGEST = 12, 1024
"""Characters of a password."""


class Passwords:
    """Makes and checks hashes; Busy where both slots stay taken."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(TIME, MEMORY_KIB, LANES, type=Type.ID)
        self._slots = threading.BoundedSemaphore(SLOTS)
        self._nobodys: str | None = None

    def hash(self, password: str) -> str:
        """The hash to keep; BadInput for a password that is too short or too long."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise BadInput(
                f"password: found {len(password)} characters, expected {SHORTEST} to {LONGEST}"
            )
        with self._slot():
            return self._hasher.hash(password)

    def matches(self, password: str, kept: str | None) -> bool:
        """Whether it is the password of the hash; as slow where there is no such hash."""
        with self._slot():
            try:
                found = self._hasher.verify(kept or self._of_nobody(), password[: LONGEST + 1])
            except (VerificationError, InvalidHashError):
                return False
        return found and kept is not None

    def _of_nobody(self) -> str:
        """A hash to compare with where a user does not exist, so that time tells nothing."""
        if self._nobodys is None:
            self._nobodys = self._hasher.hash("nobody has this password")
        return self._nobodys

    @contextmanager
    def _slot(self) -> Iterator[None]:
        if not self._slots.acquire(timeout=WAIT_SECONDS):
            raise Busy("too many people are signing in; try again in some seconds")
        try:
            yield
        finally:
            self._slots.release()
