"""Invoices and public receipts: asked for by the licensee, issued by the licensor in its own system.

The site issues none and computes no tax; it keeps who asked for what, the number, day and file of
what was issued, and the red-letter correction of it.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    from marketplace.invoices import labels, messages  # noqa: F401
    from marketplace.invoices.views import blueprint
    from marketplace.web import register_labels

    app.register_blueprint(blueprint)
    register_labels(labels.STATUS, labels.KINDS)
