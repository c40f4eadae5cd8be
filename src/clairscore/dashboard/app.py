"""The dashboard put together: Streamlit's screens, our doors beside them, our frame around them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from clairscore.dashboard.connection import connect
from clairscore.dashboard.documents import Documents, shell
from clairscore.dashboard.doors import Doors
from clairscore.dashboard.guests import Guests
from clairscore.dashboard.look import options
from clairscore.settings import Settings

if TYPE_CHECKING:
    from streamlit.starlette import App

SCRIPT = Path(__file__).parent / "run" / "script.py"


def create_app(settings: Settings) -> App:
    """The dashboard as an ASGI application that knows the service at `settings.api`."""
    from starlette.middleware import Middleware
    from streamlit import config
    from streamlit.starlette import App

    config.get_config_options(force_reparse=True, options_from_flags=dict(options()))
    shell()
    guests = Guests(connect(settings.api), settings.language)
    return App(
        SCRIPT, routes=Doors(guests).routes(), middleware=[Middleware(Documents, guests=guests)]
    )
