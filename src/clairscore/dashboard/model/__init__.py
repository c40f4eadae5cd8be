"""Views of the served model: its worth, its cost, its weights, groups of people, its card."""
