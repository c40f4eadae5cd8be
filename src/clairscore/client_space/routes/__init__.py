"""The pages of the client space, one module a noun."""

from __future__ import annotations

from fastapi import APIRouter

from clairscore.client_space.routes import (
    accounts,
    applications,
    corrections,
    data,
    files,
    information,
    reviews,
    rights,
    simulations,
    supporting,
)

ROUTERS: tuple[APIRouter, ...] = (
    accounts.router,
    applications.router,
    reviews.router,
    simulations.router,
    supporting.router,
    corrections.router,
    data.router,
    rights.router,
    information.router,
    files.router,
)
