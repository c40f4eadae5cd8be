"""Pieces of the client screen: what is said, what may be done, why, and what can be opened."""
