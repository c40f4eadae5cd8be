"""Streamlit's settings: the house's colours and font, nothing from or to another host."""

from __future__ import annotations

from clairscore.charts.theme import BORDER, FAMILY, GRID, HIGHER, INK, LOWER, MUTED

FACES = [
    {"family": FAMILY, "url": "/frame/Inter-Regular.otf", "weight": "400"},
    {"family": FAMILY, "url": "/frame/Inter-SemiBold.otf", "weight": "600"},
]
SIZES = ["1.65rem", "1.35rem", "1.15rem", "1rem", "1rem", "1rem"]

Option = str | int | bool | list[dict[str, str]] | list[str]


def options() -> dict[str, Option]:
    """Every option that the dashboard sets, by Streamlit's name."""
    return {**_server(), **_colours(), **_letters()}


def _server() -> dict[str, Option]:
    return {
        "browser.gatherUsageStats": False,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.showSidebarNavigation": False,
        "logger.hideWelcomeMessage": True,
        "runner.magicEnabled": False,
        "server.enableAgentApi": False,
        "server.enableXsrfProtection": True,
        "server.fileWatcherType": "none",
        "server.headless": True,
        "server.showEmailPrompt": False,
        "server.maxUploadSize": 5,
    }


def _colours() -> dict[str, Option]:
    return {
        "theme.base": "light",
        "theme.primaryColor": LOWER,
        "theme.backgroundColor": "#FFFFFF",
        "theme.secondaryBackgroundColor": "#F3F6F9",
        "theme.textColor": INK,
        "theme.linkColor": LOWER,
        "theme.borderColor": BORDER,
        "theme.dataframeBorderColor": GRID,
        "theme.showWidgetBorder": True,
        "theme.greenColor": LOWER,
        "theme.blueColor": LOWER,
        "theme.redColor": HIGHER,
        "theme.orangeColor": HIGHER,
        "theme.yellowColor": HIGHER,
        "theme.grayColor": MUTED,
        "theme.redTextColor": INK,
        "theme.orangeTextColor": INK,
        "theme.yellowTextColor": INK,
        "theme.blueTextColor": INK,
        "theme.greenTextColor": INK,
    }


def _letters() -> dict[str, Option]:
    return {
        "theme.font": f"{FAMILY}, sans-serif",
        "theme.fontFaces": FACES,
        "theme.headingFontSizes": SIZES,
        "theme.headingFontWeights": [600] * len(SIZES),  # type: ignore[dict-item]
        "theme.baseRadius": "4px",
    }
