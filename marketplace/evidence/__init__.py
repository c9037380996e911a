"""What proves a deal or a stretch of the trail to outsiders: packages, and a verifier of its own."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the downloads and ``flask audit export``."""
    from marketplace.evidence import commands  # noqa: F401
    from marketplace.evidence.log_views import blueprint as log
    from marketplace.evidence.views import blueprint

    app.register_blueprint(blueprint)
    app.register_blueprint(log)
