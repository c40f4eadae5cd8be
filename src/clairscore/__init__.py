"""Clairscore: credit scoring that explains itself.

The names below are the public interface; each is imported when it is first used.

```python
import clairscore as cs

data = cs.synth("data")                         # tables of clients who do not exist
trained = cs.train(data, "bundles")             # a signed model folder
bundle = cs.load_bundle(trained.folder)         # after its signature and its exam
proposal = cs.decide(bundle, cs.credit_file(data, client=100_002))
print(cs.explain(bundle, proposal, lang="en"))
```
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clairscore.contract import CreditFile, Proposal
    from clairscore.decision.bundle import Bundle
    from clairscore.decision.decide import decide
    from clairscore.decision.policy import Policy
    from clairscore.workbench import (
        card,
        check,
        credit_file,
        evaluate,
        explain,
        load_bundle,
        recourse,
        score,
        synth,
        train,
    )

__all__ = [
    "Bundle",
    "CreditFile",
    "Policy",
    "Proposal",
    "card",
    "check",
    "credit_file",
    "decide",
    "evaluate",
    "explain",
    "load_bundle",
    "recourse",
    "score",
    "synth",
    "train",
]

_PLACES = {
    "Bundle": "decision.bundle",
    "CreditFile": "contract",
    "Policy": "decision.policy",
    "Proposal": "contract",
    "decide": "decision.decide",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'clairscore' has no attribute {name!r}")
    return getattr(import_module(f"clairscore.{_PLACES.get(name, 'workbench')}"), name)


def __dir__() -> list[str]:
    return __all__
