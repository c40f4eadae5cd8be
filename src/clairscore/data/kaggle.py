"""Download the competition's files with kagglehub and the user's own token."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from zipfile import BadZipFile

from clairscore.data.files import hold
from clairscore.errors import BadInput, Fault, MissingExtra

COMPETITION = "home-credit-default-risk"
RULES = f"https://www.kaggle.com/competitions/{COMPETITION}/rules"
TOKEN_PAGE = "https://www.kaggle.com/settings"


def fetch(folder: Path) -> Path:
    """The folder, holding the competition's files: all of them, or it is not made at all.

    The token is the user's: KAGGLE_API_TOKEN, KAGGLE_USERNAME and KAGGLE_KEY, or ~/.kaggle.
    Raises MissingExtra without kagglehub, BadInput without a token or the rules accepted, Fault
    when Kaggle cannot deliver, Busy while another run fetches the same folder.
    """
    if find_spec("kagglehub") is None:
        raise MissingExtra(
            "downloading needs kagglehub, which is not installed; "
            "type: pip install 'clairscore[kaggle]'"
        )
    _require_free(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with hold(folder), _draft(folder) as draft:
        _download(draft)
        _require_free(folder)
        draft.replace(folder)
    return folder


def _require_free(folder: Path) -> None:
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise BadInput(f"{folder} is not empty; choose a new folder or empty this one")


@contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    outer = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
    try:
        yield outer / "files"
    finally:
        shutil.rmtree(outer, ignore_errors=True)


def _download(target: Path) -> None:
    import kagglehub
    from kagglehub.exceptions import (
        DataCorruptionError,
        KaggleApiHTTPError,
    )
    from requests.exceptions import RequestException

    _require_token()
    logging.getLogger("kagglehub").setLevel(logging.WARNING)  # it writes to standard output
    try:
        kagglehub.competition_download(COMPETITION, output_dir=str(target))
    except KaggleApiHTTPError as error:
        raise _refused(error.response.status_code if error.response is not None else 0) from None
    except (RequestException, DataCorruptionError, BadZipFile, EOFError, ValueError) as error:
        raise Fault(
            f"the download from Kaggle broke off ({type(error).__name__}); "
            "look at the network and try again"
        ) from None
    shutil.rmtree(target / ".complete", ignore_errors=True)


def _require_token() -> None:
    from kagglehub.config import get_kaggle_credentials

    try:
        token = get_kaggle_credentials()
    except ValueError as error:
        raise BadInput(f"{error}; make a new token at {TOKEN_PAGE}") from None
    if token is None:
        raise BadInput(
            f"there is no Kaggle token; make one at {TOKEN_PAGE} and save it as "
            "~/.kaggle/kaggle.json, or set KAGGLE_USERNAME and KAGGLE_KEY"
        )


def _refused(status: int) -> BadInput | Fault:
    if status == 401:
        return BadInput(f"Kaggle does not know this token (401); make a new one at {TOKEN_PAGE}")
    if status == 403:
        return BadInput(
            "Kaggle gives the files only to those who accepted the competition's rules (403); "
            f"accept them at {RULES}"
        )
    return Fault(f"Kaggle answered {status} instead of the files; try again later")
