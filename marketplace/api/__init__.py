"""JSON over the same services (PRODUCT §7), feeds for other machines, and the page about both."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the JSON interface, which forms and sessions do not concern, and the feeds."""
    from marketplace.api.feeds import feeds
    from marketplace.api.views import api
    from marketplace.extensions import csrf

    csrf.exempt(api)
    app.register_blueprint(api)
    app.register_blueprint(feeds)
