"""Clairscore: credit scoring that explains itself."""
