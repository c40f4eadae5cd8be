"""Pieces of the administrator's page: people, programs' keys, portfolios."""
