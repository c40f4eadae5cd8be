"""Contract checks: every fault of a data folder, told at once."""

from clairscore.data.checks.folder_check import check_folder, require, unit_changes
from clairscore.data.checks.manifest import write_manifest
from clairscore.data.checks.profile import Profile
from clairscore.data.checks.report import Report

__all__ = ["Profile", "Report", "check_folder", "require", "unit_changes", "write_manifest"]
