"""Offline only: from labelled tables to a signed bundle and its honest figures."""
