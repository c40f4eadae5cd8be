"""What stands in `deploy/`, `.github/` and the scripts that publish."""
