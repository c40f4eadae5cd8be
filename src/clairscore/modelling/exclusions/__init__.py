"""What every exclusion costs in AUC and money, and how many decisions it changes."""

from clairscore.modelling.exclusions.cost import Exclusions, ItemCost
from clairscore.modelling.exclusions.items import ITEMS, Item, items_named
from clairscore.modelling.exclusions.run import exclusions

__all__ = ["ITEMS", "Exclusions", "Item", "ItemCost", "exclusions", "items_named"]
