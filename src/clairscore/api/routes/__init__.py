"""The routes, one module a noun. To add one, write the module and name its router here."""

from __future__ import annotations

from fastapi import APIRouter

from clairscore.api.routes import documents, health, keys, model, portfolios, sessions, users

ROUTERS: tuple[APIRouter, ...] = (
    sessions.router,
    model.router,
    users.router,
    keys.router,
    portfolios.router,
    health.router,
    documents.router,
)
