"""What `import clairscore` offers, and what it costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

import clairscore


def test_at_most_fifteen_names_are_public_and_all_of_them_exist() -> None:
    assert len(clairscore.__all__) <= 15
    assert all(getattr(clairscore, name) is not None for name in clairscore.__all__)
    assert dir(clairscore) == sorted(clairscore.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'predict'"):
        _ = clairscore.predict


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import sys, clairscore; print(sorted(m for m in sys.modules if 'clairscore.' in m))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
