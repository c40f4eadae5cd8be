"""What screens share, one noun a module."""
