"""What operators may count: requests, seconds, refusals, the model; never a person.

Labels are closed sets: route templates, methods, statuses, bundle names. One registry an
application, so that tests and workers do not share figures by accident.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""The library's own variable: the folder where the workers of one server add up their figures."""
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True, eq=False)
class Meters:
    """The service's figures."""

    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram
    in_flight: Gauge
    problems: Counter
    model: Gauge
    model_changes: Counter
    watching: Gauge
    alerts: Gauge
    shared: Path | None

    @classmethod
    def new(cls, shared: Path | None = None) -> Meters:
        """Figures at zero, in a registry of their own; `shared` is the folder of several workers,
        which the library must have found in its variable when it was imported."""
        registry = CollectorRegistry()
        return cls(
            registry,
            Counter(
                "clairscore_requests",
                "Requests answered.",
                ("method", "route", "status"),
                registry=registry,
            ),
            Histogram(
                "clairscore_request_seconds",
                "Seconds from a request's first byte to its answer.",
                ("route",),
                buckets=SECONDS,
                registry=registry,
            ),
            Gauge(
                "clairscore_requests_in_flight",
                "Requests being answered.",
                registry=registry,
                multiprocess_mode="livesum",
            ),
            Counter(
                "clairscore_problems",
                "Requests answered with a problem.",
                ("problem",),
                registry=registry,
            ),
            Gauge(
                "clairscore_model",
                "Workers that serve this bundle.",
                ("bundle",),
                registry=registry,
                multiprocess_mode="livesum",
            ),
            Counter(
                "clairscore_model_changes",
                "Attempts to serve another bundle.",
                ("result",),
                registry=registry,
            ),
            Gauge(
                "clairscore_watching",
                "The newest window: psi of the score, share granted, estimated auc.",
                ("figure",),
                registry=registry,
                multiprocess_mode="mostrecent",
            ),
            Gauge(
                "clairscore_alerts_open",
                "Alerts that nobody took note of.",
                ("level",),
                registry=registry,
                multiprocess_mode="mostrecent",
            ),
            shared,
        )

    def model_served(self, bundle: str, before: str | None) -> None:
        """From now on this bundle answers here, and not the one before."""
        if before is not None:
            self.model.labels(before).set(0)
        self.model.labels(bundle).set(1)

    def text(self) -> bytes:
        """The figures as Prometheus reads them, of every worker of this server."""
        if self.shared is None:
            return generate_latest(self.registry)
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry, path=str(self.shared))  # type: ignore[no-untyped-call]
        return generate_latest(registry)

    def leave(self) -> None:
        """Take what this worker does now out of the sums."""
        if self.shared is not None:
            multiprocess.mark_process_dead(os.getpid(), path=str(self.shared))  # type: ignore[no-untyped-call]
