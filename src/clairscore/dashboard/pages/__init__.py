"""Screens: one module each, with a function that shows it to a visit."""
