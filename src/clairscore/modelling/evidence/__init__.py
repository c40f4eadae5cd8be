"""The evidence of a run: every figure a model-risk reviewer asks for, with n and interval."""

from clairscore.modelling.evidence.gather import gather
from clairscore.modelling.evidence.record import Evidence

__all__ = ["Evidence", "gather"]
