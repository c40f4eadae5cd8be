"""The command line: thin commands over the package, in French or English."""

from clairscore.cli.app import main

__all__ = ["main"]
