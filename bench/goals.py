"""The published figures in their order, and what was promised for each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """One row of docs/benchmarks.md: what is measured, the promise, the command that measures."""

    figure: str
    goal: str
    command: str


GOALS: dict[str, Goal] = {
    "features-csv": Goal("tables to features, from CSV", "25 s, 4 GB", "features"),
    "features-parquet": Goal("tables to features, from Parquet", "16 s", "features"),
    "pandas-csv": Goal("pandas kernel, from CSV, in the same run", "-", "features"),
    "pandas-parquet": Goal("pandas kernel, from Parquet, in the same run", "-", "features"),
    "ratio-csv": Goal("times as fast as the pandas kernel, both from CSV", "1.7 x", "features"),
    "ratio-parquet": Goal(
        "times as fast: Clairscore from Parquet, pandas from CSV", "2.5 x", "features"
    ),
    "ratio-parquet-both": Goal("times as fast, both from Parquet", "-", "features"),
    "synth": Goal("`data synth`", "180 s, 4 GB", "generate"),
    "check": Goal("`data check` of the CSVs", "60 s", "check"),
    "decide": Goal(
        "one application, JSON in, decision with reasons out", "p50 20 ms, p99 40 ms", "decide"
    ),
    "concurrent": Goal("concurrent decisions, all right", "0 wrong of 2,000", "decide"),
    "recourse": Goal(
        "what could change a refusal: all offers searched, the answers decided again",
        "p99 1 s, 0 not granted",
        "letters",
    ),
    "letter": Goal("a refusal letter from its record, as PDF/UA", "CPU p50 150 ms", "letters"),
    "contributions": Goal(
        "exact contributions of a whole book, every row's sum checked", "240 s", "contributions"
    ),
    "parity": Goal(
        "parity of features, log-odds and PD: Polars batch, shuffled, one by one, Spark",
        "0 differing cells",
        "parity",
    ),
    "cluster": Goal(
        "parity of this machine and a Spark cluster: features, decisions, contributions",
        "0 differing cells of 100,000 clients, a worker killed",
        "cluster",
    ),
    "book": Goal("`score` of 3 million clients by parts, contributions included", "4 GB", "scale"),
    "scale": Goal("the same by size, and on a Spark cluster", "-", "scale"),
    "train": Goal("`train`, default recipe, 5 folds", "40 min, 10 GB", "train"),
    "store-load": Goal(
        "`db load`: an encrypted file of every client, checks included", "15 min, 4 GB", "store"
    ),
    "store-score": Goal("`db score`: the book, and populations counted", "-", "store"),
    "store-verify": Goal("100,000 events of the chain verified", "1 CPU-s", "store"),
    "auc-oracle": Goal("AUC of the true log-odds", "0.82 to 0.84", "signal"),
    "auc-full": Goal("AUC, plain catalogue", "0.79 to 0.81", "signal"),
    "auc-application": Goal("AUC, application table alone", "0.75 to 0.77", "signal"),
    "auc-history": Goal("AUC, each history table alone", "0.56 to 0.68", "signal"),
    "auc-column": Goal("AUC, best single column of the application", "at most 0.70", "signal"),
    "service-score": Goal(
        "a client's line of the book over HTTP", "p50 3 ms, 1,500 a second", "service"
    ),
    "service-proposal": Goal(
        "a known client's proposal over HTTP, with reasons and full record",
        "p50 25 ms, p95 50 ms",
        "service",
    ),
    "service-start": Goal("`serve` until it is ready, 356,000 clients", "5 s", "service"),
    "service-memory": Goal("memory of one worker", "700 MB", "service"),
    "service-exact": Goal(
        "1,000 clients through the API against the batch", "0 differ in any bit", "service"
    ),
    "usual-service": Goal(
        "the usual service (Flask, CSV at import, SHAP each call), same model, same run",
        "-",
        "service",
    ),
    "soak-sqlite": Goal(
        "proposals at a steady rate for 30 minutes, records in SQLite",
        "100 a second, p99 250 ms",
        "soak",
    ),
    "soak-postgresql": Goal(
        "the same, records in PostgreSQL", "100 a second, p99 250 ms", "soak --postgres"
    ),
    "client-space": Goal(
        "every page of the client space, until its last byte", "p50 300 ms each", "space"
    ),
    "dashboard-first": Goal(
        "dashboard: first render of a client's screen, empty cache, 356,000 clients",
        "p50 4 s",
        "dashboard",
    ),
    "dashboard-switch": Goal("dashboard: switch to another client", "p50 0.4 s", "dashboard"),
    "client-space-browser": Goal(
        "client space: the first page in a browser, empty cache", "p50 0.3 s", "dashboard"
    ),
    "usual-dashboard-first": Goal(
        "the usual dashboard (drop-down of every client, Plotly), first render, same run",
        "-",
        "dashboard",
    ),
    "usual-dashboard-switch": Goal(
        "the usual dashboard, another client chosen in its drop-down, same run", "-", "dashboard"
    ),
    "watch": Goal(
        "`monitor files`, 356,000 clients, every served feature, pages written",
        "3 min, 6 GB",
        "watch",
    ),
    "drift-false": Goal(
        "windows of an unchanged population that are not calm", "at most 5 %", "drift"
    ),
    "drift-found": Goal(
        "drifts that move approvals by 3 points, noticed in windows of 5,000",
        "at least 90 % of each kind",
        "drift",
    ),
    "estimated-auc": Goal(
        "AUC estimated before outcomes against the true one, five drifts", "-", "estimation"
    ),
    "estimated-cost": Goal(
        "business cost estimated before outcomes against the true one, five drifts",
        "-",
        "estimation",
    ),
    "demo": Goal("`make demo`, fresh clone, after downloads", "4 min", "demo"),
    "test": Goal("`make test`", "10 min", "demo"),
    "nesting": Goal("row models on the real sample, nested", "-", "nesting"),
    "real": Goal("AUC on the real sample, with interval", "-", "real"),
}
