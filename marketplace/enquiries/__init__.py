"""Questions about a listing, private between who asks and the patentee until both agree."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register pages, words, message texts and the daily reminder."""
    from marketplace.enquiries import clocks, labels, messages  # noqa: F401
    from marketplace.enquiries.views import blueprint
    from marketplace.followers import register_clock
    from marketplace.web import register_labels

    app.register_blueprint(blueprint)
    register_labels(labels.STATUS)
    register_clock(app, "enquiries", clocks.run)
