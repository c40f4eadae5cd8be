"""The client space over a real service."""
