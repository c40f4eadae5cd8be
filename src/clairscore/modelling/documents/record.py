"""A record that another command wrote, read back: only what the documents use of it."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from clairscore.errors import BadInput


class Record(BaseModel):
    """A record as another command wrote it; keys that no document uses are let pass."""

    model_config = ConfigDict(frozen=True, extra="ignore")


ENDS = {"value", "low", "high"}
Read = TypeVar("Read", bound=BaseModel)


def read(kind: type[Read], path: Path, command: str) -> Read:
    """The record of a JSON file; BadInput where `clairscore <command>` writes another kind."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(
            f"{path}: {error.strerror}; expected the record of `clairscore {command}`"
        ) from None
    try:
        return kind.model_validate(_with_nan(json.loads(content)))
    except ValidationError as error:
        raise _bad(error, str(path), command) from None
    except ValueError as error:
        raise BadInput(
            f"{path}: found text that is not JSON ({error}); expected the record of"
            f" `clairscore {command}`"
        ) from None


def _with_nan(found: object) -> object:
    """JSON has no NaN: an interval's ends that are null are figures that do not exist."""
    if isinstance(found, list):
        return [_with_nan(each) for each in found]
    if not isinstance(found, dict):
        return found
    if found.keys() >= ENDS:
        return {name: math.nan if each is None else each for name, each in found.items()}
    return {name: _with_nan(each) for name, each in found.items()}


def validated(kind: type[Read], found: object, where: str, command: str) -> Read:
    """The record of plain values; BadInput where `clairscore <command>` writes another kind."""
    try:
        return kind.model_validate(found)
    except ValidationError as error:
        raise _bad(error, where, command) from None


def _bad(error: ValidationError, where: str, command: str) -> BadInput:
    faults = "\n".join(
        f"{where}: {'.'.join(map(str, fault['loc']))}: {fault['msg'].lower()}"
        for fault in error.errors()
    )
    return BadInput(f"{faults}\nwrite the record again with `clairscore {command}`")
