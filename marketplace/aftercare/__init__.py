"""After the license 许可后: handover, progress, products, contacts, and the whole relationship."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register pages and words."""
    from marketplace.aftercare import labels
    from marketplace.aftercare.views import blueprint
    from marketplace.web import register_labels

    app.register_blueprint(blueprint)
    register_labels(labels.KINDS)
