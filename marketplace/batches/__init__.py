"""Three hundred at once: one preset of terms over many patents, one listing each, one submission."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register pages, the command, words, message texts, and follow decisions on listings."""
    from marketplace.batches import labels, notices  # noqa: F401
    from marketplace.batches.commands import listings
    from marketplace.batches.services import follow_listing
    from marketplace.batches.views import blueprint
    from marketplace.listings.signals import listing_changed
    from marketplace.web import register_labels

    app.register_blueprint(blueprint)
    app.cli.add_command(listings)
    register_labels(labels.STATUS, labels.FEE_SOURCES)
    listing_changed.connect(follow_listing)
