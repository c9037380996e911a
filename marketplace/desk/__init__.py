"""Pages over several rooms: home, listing, agreement with its chain, my desk, help, health."""

from flask import Flask

from marketplace.desk import navigation
from marketplace.desk.deals import chains_of
from marketplace.desk.views import blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.context_processor(navigation.context)
    app.jinja_env.globals["chains_of"] = chains_of
