"""`score` and `features` by parts: a book of any size on one machine, or on a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from clairscore.cli.intake import require_sound
from clairscore.cli.terminal import bar
from clairscore.i18n import Lang, number, t

if TYPE_CHECKING:
    from clairscore.batch.asked import Asked, Outputs
    from clairscore.batch.models import Shipped
    from clairscore.cli.scoring import Scored
    from clairscore.features.catalogue import Extent
    from clairscore.settings import Settings


def is_by_parts(asked: Asked) -> bool:
    """Whether parts are asked for, or lie there already, or the work is a cluster's."""
    return asked.engine == "spark" or asked.parts is not None or bool(asked.part_names)


def scored_by_parts(
    asked: Asked, outputs: Outputs, bundle: Path | None, settings: Settings, lang: Lang
) -> Scored:
    """Decide the book; what can be refused is refused before any work."""
    from clairscore.batch.run import decided

    _require(asked, outputs, lang)
    with shipped_bundle(settings, bundle) as model:
        known = model.bundle
        with bar(_working(asked, lang)) as progress:
            counted = decided(asked, model, outputs, settings.as_of, progress)
    return known.id, known.policy, counted


def computed_by_parts(
    asked: Asked,
    outputs: Outputs,
    bundle: Path | None,
    extent: Extent,
    settings: Settings,
    lang: Lang,
) -> int:
    """Compute the features of the bundle, or of the extent; how many clients there were."""
    from clairscore.batch.run import computed

    _require(asked, outputs, lang)
    with ExitStack() as packed:
        model = packed.enter_context(shipped_bundle(settings, bundle)) if bundle else None
        with bar(_working(asked, lang)) as progress:
            return computed(asked, model, extent, outputs, progress).applications


@contextmanager
def shipped_bundle(settings: Settings, given: Path | None) -> Iterator[Shipped]:
    """The bundle meant, ready to travel; verified wherever it is loaded."""
    from clairscore.batch.models import shipped
    from clairscore.decision.shelf import bundle_folder, trusted

    folder = bundle_folder(settings, given)
    with shipped(folder, trusted(settings, folder.parent)) as model:
        yield model


def _require(asked: Asked, outputs: Outputs, lang: Lang) -> None:
    outputs.require_new()
    asked.require_sensible()
    if not asked.part_names:  # parts are checked one by one, where they are worked on
        require_sound(asked.folder, asked.vouched, lang)


def _working(asked: Asked, lang: Lang) -> str:
    return t("cli.batch.working", lang, parts=number(asked.count(), lang))
