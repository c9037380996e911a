"""What stands on this site: patents of one patentee, a route, terms, and a buyer's text."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register pages, words, message texts and what the days do to pool listings."""
    from marketplace.fees.sources import register_source
    from marketplace.followers import register_clock
    from marketplace.listings import clocks, labels, notices  # noqa: F401
    from marketplace.listings.asked import public_fees
    from marketplace.listings.views import blueprint
    from marketplace.web import register_labels

    app.register_blueprint(blueprint)
    register_labels(labels.STATUS)
    register_source("listings", public_fees)
    register_clock(app, "listings", clocks.run)
