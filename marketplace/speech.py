"""The catalogue of texts, bound once for each language of a request.

The extension looks the catalogue up anew for every text (13 µs); a page has hundreds of texts.
"""

from typing import Any

from flask import Flask, g
from flask_babel import Babel, Domain


class BoundDomain(Domain):
    """Remembers the catalogue beside the locale that it belongs to, so that a language forced in
    between (mail in the addressee's language) is followed at once."""

    def get_translations(self) -> Any:
        context = g.get("_flask_babel") if g else None
        locale = getattr(context, "babel_locale", None)
        if locale is None:
            return super().get_translations()
        bound = getattr(context, "bound", None)
        if bound is None or bound[0] is not locale:
            bound = context.bound = (locale, super().get_translations())  # type: ignore[union-attr]
        return bound[1]


def init_app(app: Flask, babel: Babel) -> None:
    """Let Python and templates of the application use the bound catalogue."""
    domain = babel.domain_instance = BoundDomain()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: domain.get_translations().ugettext(text),
        ngettext=lambda one, many, n: domain.get_translations().ungettext(one, many, n),
        newstyle=True,
    )
