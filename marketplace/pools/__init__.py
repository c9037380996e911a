"""Patent pools: members with mandates, dated shares, one license for many patentees."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register pages, words and message texts."""
    from marketplace.pools import labels, notices  # noqa: F401
    from marketplace.pools.views import blueprint
    from marketplace.web import register_labels

    app.register_blueprint(blueprint)
    register_labels(labels.POOLS, labels.MEMBERS, labels.CHANGES)
