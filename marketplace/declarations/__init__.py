"""The paper at the office: life, papers, evidence, in-house notice."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register pages, words, message texts, the command and the daily expiry."""
    from marketplace.declarations import decision, labels, notices  # noqa: F401
    from marketplace.declarations.commands import declarations, run_expiry
    from marketplace.declarations.views import blueprint
    from marketplace.followers import register_task
    from marketplace.web import register_labels

    app.register_blueprint(blueprint)
    app.cli.add_command(declarations)
    register_labels(labels.STATUS)
    register_task(app, "declarations:expire", run_expiry, every_seconds=3_600)
