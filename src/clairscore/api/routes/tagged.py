"""How a module of routes begins: one tag, and operations named after their functions."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.routing import APIRoute


def routes_of(tag: str) -> APIRouter:
    """An empty router whose operations carry the tag and the names of their functions."""
    return APIRouter(tags=[tag], generate_unique_id_function=_name)


def _name(route: APIRoute) -> str:
    return route.name
