"""Structured logs: one JSON object a line, on stderr, without personal data."""

from __future__ import annotations

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import FilteringBoundLogger


def logger(stream: TextIO | None = None) -> FilteringBoundLogger:
    """A logger of JSON lines, which configures nothing beyond itself."""
    found: FilteringBoundLogger = structlog.wrap_logger(
        structlog.WriteLogger(stream or sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        context_class=dict,
        cache_logger_on_first_use=True,
    )
    return found


class AsJson(logging.Handler):
    """Writes what the web server says through our logger; the words of an exception stay out."""

    def __init__(self, log: FilteringBoundLogger) -> None:
        super().__init__()
        self.log = log

    def emit(self, record: logging.LogRecord) -> None:
        """One line a record: its own text, and of an exception the class alone."""
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        more = {} if error is None else {"error": error}
        self.log.log(record.levelno, "server", logger=record.name, text=_first_line(record), **more)


def _first_line(record: logging.LogRecord) -> str:
    """What a record says; later lines show objects, and so perhaps values."""
    return record.getMessage().partition("\n")[0]


def send_through(log: FilteringBoundLogger) -> None:
    """Let the standard loggers of the web server and asyncio speak JSON; access lines are ours."""
    root = logging.getLogger()
    root.handlers = [AsJson(log)]
    root.setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
        logging.getLogger(name).setLevel(logging.INFO)
    logging.getLogger("uvicorn.access").handlers = []
    logging.getLogger("uvicorn.access").propagate = False
