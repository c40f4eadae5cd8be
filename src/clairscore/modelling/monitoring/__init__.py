"""Watching the model with its effects: both sides read from a folder, the report written."""
