"""The error tree. Every message says what was found, what was expected and what to do.

ClairscoreError
├── BadInput              exit 2: what the user gave cannot be used
│   ├── BadData           a data folder or file; carries every violation found
│   ├── BadCreditFile     one applicant's file; carries every violation found
│   ├── BadSetting        a setting, an option or a policy
│   ├── Unfit             a step in the life of an application; carries a code with words
│   │   ├── BadChoice     what was given with the step is not enough
│   │   └── NotNow        the application's state does not allow the step
│   ├── MissingExtra      an optional part of Clairscore is not installed
│   ├── Absent            no such record here
│   ├── Conflict          the record's state, or another record, does not allow it
│   ├── Refused           the service refused a call; carries its problem
│   └── Erased            the client's data were erased; carries when
├── BadBundle             exit 3: a model folder that must not be served
│   ├── TamperedBundle    bytes differ from the signed manifest
│   └── FailedExam        the bundle does not reproduce its own answers
└── Fault                 exit 1: the run could not be carried out
    ├── Busy              another run holds the output; named in the message
    ├── Unavailable       a database, or the disk under it, does not answer; try again
    ├── BrokenRecord      a stored record was altered, or its key is gone without an erasure
    └── InexactExplanation contributions do not sum to the score
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["refuse", "warn"]


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault in the input: where, how many, and what to do, as one sentence."""

    code: str
    table: str
    column: str | None
    message: str
    severity: Severity = "refuse"
    count: int = 1
    first_line: int | None = None

    def __str__(self) -> str:
        return self.message


class ClairscoreError(Exception):
    """Any error that Clairscore raises on purpose."""

    exit_code = 1


class BadInput(ClairscoreError):
    """What the user gave cannot be used."""

    exit_code = 2


class Violations(BadInput):
    """Input with one or more violations, all of them told at once."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        self.violations = tuple(violations)
        super().__init__("\n".join(str(violation) for violation in self.violations))


class BadData(Violations):
    """A data folder or file breaks its contract."""


class BadCreditFile(Violations):
    """One applicant's file breaks its contract."""


class BadSetting(BadInput):
    """A setting, an option or a policy has a value that cannot be used."""


class Unfit(BadInput):
    """A step in the life of an application that cannot be taken.

    Its words are `lifecycle.unfit.<code>` of the locales, with `figures` in their places.
    """

    def __init__(self, code: str, **figures: str) -> None:
        self.code, self.figures = code, figures
        super().__init__(" ".join([code, *(f"{name}={value}" for name, value in figures.items())]))


class BadChoice(Unfit):
    """What was given with the step is not enough; correct it and try again."""


class NotNow(Unfit):
    """The application's state does not allow the step."""


class MissingExtra(BadInput):
    """An optional part of Clairscore is not installed."""


class Absent(BadInput):
    """There is no such record here."""


class Conflict(BadInput):
    """The state of a record, or another record, does not allow what was asked."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong with a call: where (`body.amount`), of which kind, and what is expected."""

    at: str
    type: str
    text: str = ""


class Refused(BadInput):
    """The service refused a call.

    `status` is HTTP's, `code` names the problem, `reason` the step of an application's life that
    cannot be taken, `errors` each place that is wrong; `request_id` names the call in the service's
    log, and after `retry_after` seconds the same call may succeed.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: str,
        reason: str | None = None,
        errors: Sequence[Wrong] = (),
        request_id: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        self.status, self.code, self.reason = status, code, reason
        self.errors = tuple(errors)
        self.request_id, self.retry_after = request_id, retry_after
        super().__init__(message)


class Erased(BadInput):
    """The client's data were erased; `at` is when (UTC, ISO text)."""

    def __init__(self, at: str) -> None:
        self.at = at
        super().__init__(f"this client's data were erased on {at[:10]}; nothing can be read again")


class BadBundle(ClairscoreError):
    """A model folder that must not be served."""

    exit_code = 3


class TamperedBundle(BadBundle):
    """The folder's bytes differ from its signed manifest."""


class FailedExam(BadBundle):
    """The bundle does not reproduce its own answers."""


class Fault(ClairscoreError):
    """The run could not be carried out; `request_id` names the call of the service that failed."""

    def __init__(self, message: str = "", *, request_id: str | None = None) -> None:
        self.request_id = request_id
        super().__init__(message)


class Busy(Fault):
    """Another run holds what this one needs."""


class Unavailable(Fault):
    """A database, or the disk under it, does not answer now; the same call may succeed later."""


class BrokenRecord(Fault):
    """A stored record was altered, or its key is gone without an erasure."""


class InexactExplanation(Fault):
    """Contributions do not sum to the score they explain."""
