"""Every published figure is a command here: `python -m bench` runs all, `python -m bench.NAME` one.

Each prints what it measured beside its goal, and with `--json FILE` writes the records.
"""
