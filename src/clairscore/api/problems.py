"""What an answer says when something is wrong: RFC 9457 problem details in the caller's language.

A problem has a code, a status and two texts (`problem.<code>.title` and `.detail` of the locales).
Where a request is wrong in parts, `errors` tell each place and kind, never the value that was sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.responses import JSONResponse

from clairscore import errors
from clairscore.decision.lifecycle import told
from clairscore.i18n import Lang, known, t

MEDIA_TYPE = "application/problem+json"

STATUS: Mapping[str, int] = {
    "unreadable": 400,
    "unauthenticated": 401,
    "wrong_credentials": 401,
    "wrong_code": 403,
    "forbidden": 403,
    "no_account": 403,
    "not_found": 404,
    "not_scored": 404,
    "method_not_allowed": 405,
    "too_slow": 408,
    "conflict": 409,
    "not_now": 409,
    "in_flight": 409,
    "erased": 410,
    "changed_meanwhile": 412,
    "too_large": 413,
    "unsupported_type": 415,
    "invalid": 422,
    "invalid_credit_file": 422,
    "bad_choice": 422,
    "key_reused": 422,
    "precondition_missing": 428,
    "too_many": 429,
    "fault": 500,
    "unavailable": 503,
    "overloaded": 503,
}
"""Every problem that the service answers, with its HTTP status."""

OF_ERROR: Mapping[type[errors.ClairscoreError], str] = {
    errors.Absent: "not_found",
    errors.BadInput: "invalid",
    errors.BadSetting: "fault",
    errors.MissingExtra: "fault",
    errors.BadChoice: "bad_choice",
    errors.BadCreditFile: "invalid_credit_file",
    errors.Busy: "unavailable",
    errors.Conflict: "conflict",
    errors.Erased: "erased",
    errors.NotNow: "not_now",
    errors.Unavailable: "unavailable",
}
"""The problem that an error of the package becomes; a subclass goes with its nearest parent."""

OF_STATUS: Mapping[int, str] = {
    400: "unreadable",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_type",
}
"""The problem behind a status that the framework itself answers."""

RETRY_SECONDS = 2
RETRIED = frozenset({"unavailable", "overloaded"})


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong with a request: where (`body.offer.amount`) and of which kind."""

    at: str
    type: str


class Problem(Exception):
    """A request that is answered with a problem.

    `figures` fill the places of its detail; `because` says in its place, in the caller's language,
    why a step of an application's life cannot be taken.
    """

    def __init__(
        self,
        code: str,
        *,
        errors: Sequence[Wrong] = (),
        headers: Mapping[str, str] | None = None,
        figures: Mapping[str, str] | None = None,
        because: errors.Unfit | None = None,
    ) -> None:
        self.code, self.status = code, STATUS[code]
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.figures = dict(figures or {})
        self.because = because
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Envelope:
    """The body of every problem."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    reason: str | None = None
    errors: tuple[Mapping[str, str], ...] = field(default=())

    def content(self) -> dict[str, object]:
        """As JSON values; `reason` and `errors` only where there are some."""
        found: dict[str, object] = {
            "type": self.type,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "request_id": self.request_id,
        }
        reason = {} if self.reason is None else {"reason": self.reason}
        return found | reason | ({"errors": list(self.errors)} if self.errors else {})


def response(problem: Problem, lang: Lang, request_id: str) -> JSONResponse:
    """The answer that tells the problem."""
    headers = dict(problem.headers)
    if problem.code in RETRIED:
        headers.setdefault("Retry-After", str(RETRY_SECONDS))
    if problem.status == 401:
        headers.setdefault("WWW-Authenticate", 'Bearer realm="clairscore"')
    content = envelope(problem, lang, request_id).content()
    return JSONResponse(
        content,
        problem.status,
        headers={**headers, "Content-Language": lang},
        media_type=MEDIA_TYPE,
    )


def envelope(problem: Problem, lang: Lang, request_id: str) -> Envelope:
    """The problem in words."""
    return Envelope(
        type=type_of(problem.code),
        title=t(f"problem.{problem.code}.title", lang),
        status=problem.status,
        detail=_detail(problem, lang),
        request_id=request_id,
        reason=problem.because.code if problem.because else None,
        errors=tuple(
            {"at": wrong.at, "type": wrong.type, "text": text_of(wrong.type, lang)}
            for wrong in problem.errors
        ),
    )


def _detail(problem: Problem, lang: Lang) -> str:
    if problem.because is not None:
        return told(problem.because, lang)
    return t(f"problem.{problem.code}.detail", lang, **problem.figures)


def type_of(code: str) -> str:
    """The problem's type: a reference that the service itself answers with an explanation."""
    return f"/problems/{code.replace('_', '-')}"


def problem_of(error: errors.ClairscoreError) -> Problem:
    """The problem that an error of the package becomes; a fault where nothing else is agreed."""
    code = next((OF_ERROR[kind] for kind in type(error).__mro__ if kind in OF_ERROR), "fault")
    because = error if isinstance(error, errors.Unfit) else None
    return Problem(code, errors=_wrongs(error), because=because)


def text_of(kind: str, lang: Lang) -> str:
    """What is expected instead of a wrong value, by its kind."""
    own = f"wrong.{kind.replace('-', '_')}"
    return t(own if known(own, lang) else f"wrong.{_family(kind)}", lang)


def _family(kind: str) -> str:
    """A group of pydantic's kinds that share a sentence."""
    if kind.endswith(("_type", "_parsing")):
        return "type"
    if kind.startswith(("greater", "less")):
        return "range"
    if "too_short" in kind or "too_long" in kind:
        return "length"
    return "value"


def _wrongs(error: errors.ClairscoreError) -> tuple[Wrong, ...]:
    """The places of a credit file's faults; its sentences may name what was sent, and stay here."""
    if not isinstance(error, errors.BadCreditFile):
        return ()
    return tuple(
        Wrong(_place(violation), violation.code) for violation in error.violations[:MOST_TOLD]
    )


MOST_TOLD = 100
"""Faults of one request that are told; more help nobody."""


def _place(violation: errors.Violation) -> str:
    row = "" if violation.first_line is None else f"[{violation.first_line}]"
    column = "" if violation.column is None else f".{violation.column}"
    return f"{violation.table}{row}{column}"
