"""Price statistics and the value ranking: public, per closed quarter, in whole groups only."""

from flask import Flask

from marketplace import web
from marketplace.followers import register_clock
from marketplace.statistics import clocks, labels, presentation
from marketplace.statistics.commands import statistics
from marketplace.statistics.views import blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.cli.add_command(statistics)
    register_clock(app, "price-statistics", clocks.run)
    web.register_labels(*labels.ALL)
    app.jinja_env.filters.update(
        statistics_fee=presentation.fee, statistics_rate=presentation.rate_text
    )
