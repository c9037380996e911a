"""Patent products 专利产品: what is made or sold under which patents, its sales, its filing, and its
recognition as patent-intensive."""

from flask import Flask

from marketplace import web


def init_app(app: Flask) -> None:
    """Register pages and words."""
    from marketplace.products import labels
    from marketplace.products.views import blueprint

    app.register_blueprint(blueprint)
    web.register_labels(labels.STATUS)
