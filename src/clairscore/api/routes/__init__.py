"""The routes, one module a noun. To add one, write the module and name its router here."""

from __future__ import annotations

from fastapi import APIRouter

from clairscore.api.routes import (
    applications,
    audits,
    clients,
    decisions,
    documents,
    health,
    histories,
    keys,
    letters,
    me,
    model,
    models,
    offers,
    own_documents,
    population,
    portfolios,
    proposals,
    requests,
    responses,
    reviews,
    scores,
    sessions,
    statistics,
    users,
)

ROUTERS: tuple[APIRouter, ...] = (
    sessions.router,
    clients.router,
    scores.router,
    histories.router,
    population.router,
    offers.router,
    responses.router,
    model.router,
    models.router,
    users.router,
    keys.router,
    portfolios.router,
    applications.router,
    proposals.router,
    decisions.router,
    letters.router,
    reviews.router,
    statistics.router,
    audits.router,
    me.router,
    own_documents.router,
    requests.router,
    health.router,
    documents.router,
)
