"""The folder where bundles stand: which is meant, who signed it, what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clairscore.errors import BadBundle, BadInput

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from clairscore.decision.bundle import Bundle, Description
    from clairscore.settings import Settings

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Shelved:
    """One bundle folder: its description, or the reason why it cannot be trusted."""

    folder: Path
    description: Description | None
    fault: str


def signing_key_path(settings: Settings, bundles: Path) -> Path:
    """Where the key that signs new bundles lies: as set, else beside their folder."""
    from clairscore.decision.bundle import default_signing_key

    return settings.signing_key or default_signing_key(bundles)


def trusted(settings: Settings, bundles: Path) -> tuple[Ed25519PublicKey, ...]:
    """Whose bundles may be served: as set, else those of the key that signs here."""
    from clairscore.decision.bundle import public_path, trusted_keys

    return trusted_keys(settings.trusted_keys or public_path(signing_key_path(settings, bundles)))


def load_bundle(settings: Settings, given: Path | None) -> Bundle:
    """The bundle that was named; else the newest of the folder that was named, or is set."""
    from clairscore.decision.bundle import load

    folder = bundle_folder(settings, given)
    return load(folder, trusted(settings, folder.parent))


def bundle_folder(settings: Settings, given: Path | None) -> Path:
    """The folder of the bundle meant; BadInput where there is none."""
    named = (given or settings.bundles).absolute()
    if (named / MANIFEST).exists():
        return named
    if given is not None and not named.exists() and (settings.bundles / given / MANIFEST).exists():
        return (settings.bundles / given).absolute()
    if not named.is_dir():
        raise BadInput(
            f"{given or settings.bundles}: no such bundle; expected a bundle's folder, or a folder"
            " of bundles; make one with `clairscore train`"
        )
    return newest(shelved(settings, named), named)


def shelved(settings: Settings, bundles: Path) -> list[Shelved]:
    """Every bundle of a folder, newest first, those that cannot be trusted last."""
    folders = [path.parent for path in sorted(bundles.glob(f"*/{MANIFEST}"))]
    found = [_described(settings, folder) for folder in folders]
    return sorted(
        found, key=lambda each: each.description.created if each.description else "", reverse=True
    )


def newest(found: list[Shelved], bundles: Path) -> Path:
    """The first bundle that can be trusted; BadBundle with every fault where none can."""
    for each in found:
        if each.description is not None:
            return each.folder
    if found:
        raise BadBundle("\n".join(each.fault for each in found))
    raise BadInput(f"{bundles}: no bundle is here; make one with `clairscore train`")


def _described(settings: Settings, folder: Path) -> Shelved:
    from clairscore.decision.bundle import describe

    try:
        return Shelved(folder, describe(folder, trusted(settings, folder.parent)), "")
    except (BadBundle, BadInput) as error:
        return Shelved(folder, None, str(error))
