"""The books as a party reads them: statements of account, and the report of what was paid (N12)."""

from flask import Flask


def init_app(app: Flask) -> None:
    from marketplace.books import labels
    from marketplace.books.views import blueprint
    from marketplace.web import register_labels

    app.register_blueprint(blueprint)
    register_labels(labels.KINDS)
