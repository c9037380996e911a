"""The catalogue of texts, bound once for each language of a request.

The extension looks the catalogue up anew for every text (13 µs); a page has hundreds of texts.
"""

from functools import cache
from typing import Any

from babel import Locale
from flask import Flask, g
from flask_babel import Babel, Domain


class BoundDomain(Domain):
    """Remembers the catalogue beside the locale that it belongs to, so that a language forced in
    between (mail in the addressee's language) is followed at once."""

    def get_translations(self) -> Any:
        try:
            context = g._get_current_object().get("_flask_babel")
        except RuntimeError:
            context = None
        locale = getattr(context, "babel_locale", None)
        if locale is None:
            return super().get_translations()
        bound = getattr(context, "bound", None)
        if bound is None or bound[0] is not locale:
            bound = context.bound = (locale, super().get_translations())
        return bound[1]


@cache
def locale_of(language: str) -> Locale:
    """The locale of a language of the site, read once (reading it costs half a millisecond)."""
    return Locale.parse(language)


def init_app(app: Flask, babel: Babel) -> None:
    """Let Python and templates of the application use the bound catalogue."""
    domain = babel.domain_instance = BoundDomain()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: domain.get_translations().ugettext(text),
        ngettext=lambda one, many, n: domain.get_translations().ungettext(one, many, n),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"]
