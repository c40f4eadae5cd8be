"""How a call is sent, and what its answer becomes: a record, or the error that says why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar
from urllib.parse import quote

from pydantic import JsonValue, TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

from clairscore.errors import Fault, Refused, Unavailable, Wrong
from clairscore.i18n import Lang

if TYPE_CHECKING:
    import httpx2

T = TypeVar("T")

Method: TypeAlias = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Given: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Versioned(Generic[T]):
    """An answer, and the version of what it shows: `if_match` of a change."""

    value: T
    etag: str | None


class Transport:
    """Sends calls in one language, as one caller or as nobody.

    Refused where the service says no, Unavailable where it does not answer now, Fault where it
    failed or answers what this version cannot read.
    """

    def __init__(self, http: httpx2.Client, token: str | None = None, lang: Lang = "fr") -> None:
        self._http = http
        self._headers: dict[str, str] = {"Accept-Language": lang}
        if token is not None:
            self._headers["Authorization"] = f"Bearer {token}"

    def record(self, kind: type[T], method: Method, path: str, **parts: Given) -> T:
        """The answer as a record."""
        return _read(kind, self._answer(method, path, parts).content)

    def versioned(self, kind: type[T], method: Method, path: str, **parts: Given) -> Versioned[T]:
        """The answer as a record, with its version."""
        answer = self._answer(method, path, parts)
        return Versioned(_read(kind, answer.content), answer.headers.get("etag"))

    def nothing(self, method: Method, path: str, **parts: Given) -> None:
        """A call whose answer is empty."""
        self._answer(method, path, parts)

    def content(self, method: Method, path: str, **parts: Given) -> bytes:
        """The answer's bytes: a document."""
        return self._answer(method, path, parts).content

    def _answer(self, method: Method, path: str, parts: Mapping[str, Given]) -> httpx2.Response:
        import httpx2

        body, headers = parts.get("body"), _texts(parts.get("headers", {}))
        try:
            answer = self._http.request(
                method,
                path,
                params=_repeated(parts.get("query", {})),
                json=None if body is None else to_jsonable_python(_known(body)),
                headers={**self._headers, **headers},
            )
        except httpx2.TransportError as error:
            raise Unavailable(
                f"service: {method} {path} got no answer ({type(error).__name__}); try again"
            ) from error
        if not answer.is_success:
            raise _refusal(answer)
        return answer


def placed(value: str | int) -> str:
    """A value as a part of an address."""
    return quote(str(value), safe="")


_ADAPTERS: dict[object, TypeAdapter[object]] = {}


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    """What reads a kind of record; made once, since making takes longer than reading."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]  # type: ignore[return-value]


def _read(kind: type[T], content: bytes) -> T:
    try:
        return _adapter(kind).validate_json(content)
    except ValidationError as error:
        places = ", ".join(".".join(map(str, fault["loc"])) for fault in error.errors()[:5])
        raise Fault(
            f"service: its answer is no {kind.__name__} ({places}); use versions of service and"
            " client that go together"
        ) from None


def _refusal(answer: httpx2.Response) -> Refused | Unavailable | Fault:
    """The error that the answer's problem tells."""
    try:
        told = _adapter(dict[str, JsonValue]).validate_json(answer.content)
    except ValidationError:
        told = {}
    title, detail = str(told.get("title", answer.reason_phrase)), str(told.get("detail", ""))
    words = f"{title}: {detail}" if detail else title
    named = str(told["request_id"]) if "request_id" in told else None
    if answer.status_code == 503:
        return Unavailable(f"service: {words}", request_id=named)
    if answer.status_code >= 500:
        return Fault(f"service: {words} (request {named or 'unknown'})", request_id=named)
    return Refused(
        words,
        status=answer.status_code,
        code=str(told.get("type", "")).rpartition("/")[2].replace("-", "_"),
        reason=str(told["reason"]) if "reason" in told else None,
        errors=_wrongs(told.get("errors")),
        request_id=named,
        retry_after=_seconds(answer.headers.get("retry-after")),
    )


def _seconds(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() else None


def _wrongs(told: JsonValue) -> tuple[Wrong, ...]:
    return _adapter(tuple[Wrong, ...]).validate_python(told or ())


def _known(body: Given) -> Given:
    """What was given; what is None was left out."""
    return {name: value for name, value in body.items() if value is not None}


def _texts(values: Given) -> dict[str, str]:
    return {name: _text(value) for name, value in values.items() if value is not None}


def _repeated(values: Given) -> dict[str, str | list[str]]:
    """Query parameters; one that takes several values is named once for each."""
    return {
        name: [_text(each) for each in value] if isinstance(value, tuple) else _text(value)
        for name, value in values.items()
        if value is not None
    }


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
