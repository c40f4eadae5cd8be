"""How well an applicant is known: new, existing or returning."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from clairscore.contract import CreditFile

Acquaintance = Literal["new", "existing", "returning"]


def acquaintance(credit_file: CreditFile, earlier_applications: Iterable[str]) -> Acquaintance:
    """What the client is to the lender.

    Returning: applied here before (`earlier_applications`, their ids). Existing: no earlier
    application here, but a history of loans, here or elsewhere. New: neither.
    """
    if next(iter(earlier_applications), None) is not None:
        return "returning"
    return "existing" if any(credit_file.history.values()) else "new"
