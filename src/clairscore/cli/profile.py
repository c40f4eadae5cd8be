"""What the training data looked like, kept beside the bundle: a changed unit is noticed by it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from clairscore.errors import BadInput

if TYPE_CHECKING:
    from clairscore.data.checks import Profile


def keep_profile(profile: Profile, bundle: Path) -> None:
    """Write the profile of a bundle's training data beside the bundle's folder."""
    from clairscore.data.files import write_atomically

    with write_atomically(profile_path(bundle)) as draft:
        draft.write_text(profile.to_json(), encoding="utf-8")


def training_profile(bundle: Path | None) -> Profile | None:
    """The profile kept with a bundle, None without one; BadInput where it was not kept."""
    from clairscore.data.checks import Profile
    from clairscore.decision.shelf import bundle_folder
    from clairscore.settings import load_settings

    if bundle is None:
        return None
    path = profile_path(bundle_folder(load_settings(), bundle))
    if not path.is_file():
        raise BadInput(
            f"{path}: no training profile is here; train again without --unchecked to have one"
        )
    return Profile.from_json(path.read_text(encoding="utf-8"))


def profile_path(bundle: Path) -> Path:
    """Where the profile of a bundle's training data lies."""
    return bundle.with_name(f"{bundle.name}.profile.json")
