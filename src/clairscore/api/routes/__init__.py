"""The routes, one module a noun. To add one, write the module and name its router here."""

from __future__ import annotations

from fastapi import APIRouter

from clairscore.api.routes import (
    clients,
    documents,
    health,
    keys,
    model,
    portfolios,
    scores,
    sessions,
    users,
)

ROUTERS: tuple[APIRouter, ...] = (
    sessions.router,
    clients.router,
    scores.router,
    model.router,
    users.router,
    keys.router,
    portfolios.router,
    health.router,
    documents.router,
)
