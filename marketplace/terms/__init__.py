"""Terms: what a license costs and allows, as one record, and everything computed from it.

Pure: no database and no request. Only ``labels`` knows the interface's words.
"""

from typing import TYPE_CHECKING

from marketplace.terms.record import Terms, as_data, canonical, digest, load

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["Terms", "as_data", "canonical", "digest", "init_app", "load"]


def init_app(_app: "Flask") -> None:
    """Make the names of the closed lists known to the pages."""
    from marketplace.terms import labels
    from marketplace.web import register_labels

    register_labels(*labels.ALL)
