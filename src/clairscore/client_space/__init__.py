"""The client space: a client's own decision, data and rights, as plain pages over the API."""
