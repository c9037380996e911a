"""Templates whose globals are the application's own, read as one plain mapping.

Jinja lays an empty layer over the globals of each template; looking through the layers at every
``include`` and every ``import`` cost a twentieth of a page.
"""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class PlainEnvironment(Environment):
    """No template here has globals of its own; one that is given some gets its layer."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals
