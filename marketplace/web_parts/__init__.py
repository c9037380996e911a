"""Parts of pages that are made in Python: the chain, the charts, the tone of a state.

Pure functions; the macros in ``templates/components`` call them through the globals set here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.web_parts import chain, charts
from marketplace.web_parts.kept import kept
from marketplace.web_parts.tones import tone_of

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    """Give the macros their Python parts (globals, so that an import without context sees them)."""
    app.jinja_env.globals.update(
        charts=charts,
        chain_counts=chain.counts,
        kept=kept,
        tone_of=tone_of,
    )
