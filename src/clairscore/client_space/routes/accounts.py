"""Sign in, open an account with a code, sign out."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from clairscore.client_space.cookies import SESSION, drop, keep
from clairscore.client_space.forms import Faults, Form, Posted, PostedByAnybody, told_by_service
from clairscore.client_space.pages import inside, page, seen_next
from clairscore.client_space.visit import SignedIn, Visit, Visiting
from clairscore.errors import Refused

router = APIRouter()

SHORTEST = 12
"""Characters of a password, as the service asks for."""


@router.get("/sign-in")
def sign_in_page(visit: Visiting) -> Response:
    """Who comes, and where to go afterwards."""
    query = visit.request.query_params
    return _sign_in(visit, Faults(), inside(query.get("next")), ended=query.get("ended") == "1")


@router.post("/sign-in")
def sign_in(visit: Visiting, form: PostedByAnybody) -> Response:
    """A session, kept in a cookie that scripts cannot read; then back to the page one was on."""
    faults, next_ = _blank(visit, form, "number", "password"), inside(form["next"])
    if faults:
        return _sign_in(visit, faults, next_, number=form["number"], status=422)
    try:
        opened = visit.api.sign_in(name=form["number"], password=form.raw("password"))
    except Refused as refused:
        if refused.status == 429:
            raise
        faults.add("number", visit.t("sign_in.wrong"))
        return _sign_in(visit, faults, next_, number=form["number"], status=422)
    if opened.client is None:
        visit.space.api(opened.token, visit.lang).sign_out()
        faults.add("number", visit.t("sign_in.staff"))
        return _sign_in(visit, faults, next_, number=form["number"], status=422)
    answer = seen_next(next_)
    keep(answer, visit.request, SESSION, opened.token, None)
    return answer


@router.get("/activate")
def activate_page(visit: Visiting) -> Response:
    """The form that opens an account."""
    return _activate(visit, Faults(), Form({}))


@router.post("/activate")
def activate(visit: Visiting, form: PostedByAnybody) -> Response:
    """An account, opened with the code that the adviser gave; then signed in."""
    faults = _activation_faults(visit, form)
    if faults:
        return _activate(visit, faults, form, 422)
    try:
        visit.api.activate(
            client=int(form["client"]), code=form["code"], password=form.raw("password")
        )
        opened = visit.api.sign_in(name=str(int(form["client"])), password=form.raw("password"))
    except Refused as refused:
        if refused.status == 429:
            raise
        fields = ("code", "client", "password")
        return _activate(visit, told_by_service(refused, fields), form, 422)
    answer = seen_next("/", "activated")
    keep(answer, visit.request, SESSION, opened.token, None)
    return answer


@router.post("/sign-out")
def sign_out(visit: SignedIn, form: Posted) -> Response:  # noqa: ARG001
    """The session ended, here and in the service."""
    try:
        visit.api.sign_out()
    except Refused as refused:
        if refused.status != 401:
            raise
    answer = seen_next("/sign-in", "signed_out")
    drop(answer, visit.request, SESSION)
    return answer


def _sign_in(
    visit: Visit,
    faults: Faults,
    next_: str,
    *,
    number: str = "",
    ended: bool = False,
    status: int = 200,
) -> Response:
    return page(
        visit,
        "sign_in",
        visit.t("sign_in.title"),
        status=status,
        faults=faults,
        next=next_,
        number=number[:19],
        ended=ended,
    )


def _activate(visit: Visit, faults: Faults, form: Form, status: int = 200) -> Response:
    return page(
        visit,
        "activate",
        visit.t("activate.title"),
        status=status,
        faults=faults,
        number=form["client"][:19],
        code=form["code"][:40],
    )


def _blank(visit: Visit, form: Form, *names: str) -> Faults:
    faults = Faults()
    for name in names:
        if not form[name]:
            faults.add(name, visit.t(f"form.missing.{name}"))
    return faults


def _activation_faults(visit: Visit, form: Form) -> Faults:
    faults = _blank(visit, form, "client", "code", "password")
    number = form["client"]
    if number and not (number.isascii() and number.isdigit() and 0 < int(number) < 2**63):
        faults.add("client", visit.t("activate.not_a_number"))
    if form["password"] and len(form.raw("password")) < SHORTEST:
        faults.add("password", visit.t("activate.too_short", least=SHORTEST))
    elif form.raw("password") != form.raw("again"):
        faults.add("again", visit.t("activate.not_the_same"))
    return faults
