"""Pieces of the offer editor: what is edited, what came of it, what could change it."""
