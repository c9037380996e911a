"""The index behind one interface, its follower, and the page of results."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the index, its follower, the results page and the commands."""
    from marketplace.followers import register_follower
    from marketplace.search import services
    from marketplace.search.commands import search
    from marketplace.search.queries import EXTENSION
    from marketplace.search.views import blueprint
    from marketplace.search.whoosh_backend import WhooshBackend

    backend = WhooshBackend(app.extensions["settings"].data_dir / "index")
    app.extensions[EXTENSION] = backend
    register_follower(app, EXTENSION, services.Follower(backend))
    app.register_blueprint(blueprint)
    app.cli.add_command(search)
