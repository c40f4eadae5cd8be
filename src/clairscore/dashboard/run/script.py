"""What Streamlit runs for each look and each click."""

from __future__ import annotations

if __name__ == "__main__":
    from clairscore.dashboard.shell import main

    main()
