"""The routes, one module a noun. To add one, write the module and name its router here."""

from __future__ import annotations

from fastapi import APIRouter

from clairscore.api.routes import documents, health, model, sessions

ROUTERS: tuple[APIRouter, ...] = (
    sessions.router,
    model.router,
    health.router,
    documents.router,
)
