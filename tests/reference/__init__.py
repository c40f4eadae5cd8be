"""The pages of the reference, written from the code: `python -m tests.reference.source`."""
