"""The service's own description: OpenAPI, a page to try it, an explanation of each problem."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from clairscore.api.assets import ASSETS, asset
from clairscore.api.models import Answered
from clairscore.api.openapi import stated
from clairscore.api.problems import STATUS, Problem, type_of
from clairscore.api.roles import Visit, open_to_all
from clairscore.api.routes.tagged import routes_of
from clairscore.i18n import t

router = routes_of("documents")


class Explained(Answered):
    """What a problem means."""

    type: str
    status: int
    title: str


@router.get("/openapi.json", include_in_schema=False, dependencies=[open_to_all()])
async def openapi(request: Request) -> Response:
    """The OpenAPI description."""
    return JSONResponse(request.app.openapi())


@router.get("/docs", include_in_schema=False, dependencies=[open_to_all()])
async def docs() -> HTMLResponse:
    """A page to read and to try every operation; it loads nothing from elsewhere."""
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="Clairscore",
        swagger_js_url="/docs/swagger-ui-bundle.js",
        swagger_css_url="/docs/swagger-ui.css",
        swagger_favicon_url="/docs/favicon.png",
    )


@router.get("/docs/{name}", include_in_schema=False, dependencies=[open_to_all()])
async def docs_asset(name: str) -> Response:
    """A file of that page."""
    if name not in ASSETS:
        raise Problem("not_found")
    return Response(asset(name), media_type=ASSETS[name], headers={"Cache-Control": "max-age=3600"})


@router.get(
    "/problems/{name}",
    summary="What a problem means",
    openapi_extra=stated(problems=["not_found"]),
)
async def explain_problem(
    visit: Annotated[Visit, open_to_all()],
    name: Annotated[str, Path(max_length=60, examples=["not-found"])],
) -> Explained:
    """The address that a problem's `type` names."""
    code = next((code for code in STATUS if type_of(code).rpartition("/")[2] == name), None)
    if code is None:
        raise Problem("not_found")
    title = t(f"problem.{code}.title", visit.lang)
    return Explained(type=type_of(code), status=STATUS[code], title=title)
