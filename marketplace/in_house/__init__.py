"""The institution's own decisions: approval chain, in-house notice 公示, decision file."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register pages, words and message texts."""
    from marketplace.in_house import labels, messages  # noqa: F401
    from marketplace.in_house.views import blueprint
    from marketplace.web import register_labels

    app.register_blueprint(blueprint)
    register_labels(*labels.ALL)
