"""Pieces of the human review: clock, what was said, the own opinion, the model's, the answer."""
