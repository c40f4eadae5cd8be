"""The commands that give every number of the documents again."""

from __future__ import annotations

from datetime import datetime

from clairscore.modelling.documents.records import Records


def commands(records: Records) -> str:
    """Shell lines, from the data to these documents; `DIR` holds the files of the digests."""
    return "\n".join([_train(records), *_measured(records), _card(records)])


def _train(records: Records) -> str:
    """With the recorded date, so that the bundle gets the same name."""
    moment = int(datetime.fromisoformat(records.bundle.created).timestamp())
    recipe, run = records.card.recipe, records.run
    extent = f" --catalogue {run.catalogue}" if run and run.catalogue else ""
    return (
        f"SOURCE_DATE_EPOCH={moment} clairscore train DIR --out bundles"
        f" --recipe {recipe.name} --seed {recipe.seed}{extent}"
    )


def _measured(records: Records) -> list[str]:
    lines, bundle = [], f"bundles/{records.bundle.id}"
    if records.evidence:
        seed = records.evidence.seed
        lines.append(f"clairscore evidence DIR --bundle {bundle} --seed {seed} --out evidence.json")
    if records.comparison:
        found = records.comparison
        lines.append(
            f"clairscore compare DIR --catalogue {found.catalogue} --folds {found.folds}"
            f" --seed {found.seed} --out comparison.json"
        )
    if records.exclusions:
        worth = records.exclusions
        lines.append(
            f"clairscore exclusions DIR --catalogue {worth.catalogue} --folds {worth.folds}"
            f" --seeds {worth.seeds} --out exclusions.json"
        )
    if records.ladder:
        lines.append("CLAIRSCORE_REAL_DATA=REAL python -m bench ladder --json ladder.json")
    return lines


def _card(records: Records) -> str:
    given = [
        f" --{name} {name}.json"
        for name, record in (
            ("evidence", records.evidence),
            ("comparison", records.comparison),
            ("exclusions", records.exclusions),
            ("ladder", records.ladder),
        )
        if record
    ]
    bundle = f"bundles/{records.bundle.id}"
    return f"clairscore card --bundle {bundle} --data DIR{''.join(given)} --out documents"
