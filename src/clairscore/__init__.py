"""Clairscore: credit scoring that explains itself.

The names below are the public interface; each is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clairscore.contract import CreditFile, Proposal
    from clairscore.data.checks import check_folder
    from clairscore.data.credit_file import parse as parse_credit_file
    from clairscore.data.tables import read_folder
    from clairscore.decision.bundle import Bundle, trusted_keys
    from clairscore.decision.bundle import load as load_bundle
    from clairscore.decision.decide import decide
    from clairscore.decision.decide_book import decide_book
    from clairscore.decision.policy import Policy
    from clairscore.features.catalogue import catalogue
    from clairscore.features.compute import compute
    from clairscore.modelling.evaluate import evaluate
    from clairscore.modelling.run import train_folder

__all__ = [
    "Bundle",
    "CreditFile",
    "Policy",
    "Proposal",
    "catalogue",
    "check_folder",
    "compute",
    "decide",
    "decide_book",
    "evaluate",
    "load_bundle",
    "parse_credit_file",
    "read_folder",
    "train_folder",
    "trusted_keys",
]

_PLACES = {
    "Bundle": "decision.bundle",
    "CreditFile": "contract",
    "Policy": "decision.policy",
    "Proposal": "contract",
    "catalogue": "features.catalogue",
    "check_folder": "data.checks",
    "compute": "features.compute",
    "decide": "decision.decide",
    "decide_book": "decision.decide_book",
    "evaluate": "modelling.evaluate",
    "load_bundle": "decision.bundle:load",
    "parse_credit_file": "data.credit_file:parse",
    "read_folder": "data.tables",
    "train_folder": "modelling.run",
    "trusted_keys": "decision.bundle",
}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module 'clairscore' has no attribute {name!r}")
    module, _, attribute = _PLACES[name].partition(":")
    return getattr(import_module(f"clairscore.{module}"), attribute or name)


def __dir__() -> list[str]:
    return __all__
