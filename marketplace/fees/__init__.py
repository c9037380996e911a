"""Fee guidance: published figures and own deals as ranges, and the statement drafted from them."""

from flask import Flask

from marketplace import web
from marketplace.fees import labels, presentation
from marketplace.fees.commands import fees
from marketplace.fees.inputs import FACTOR_FORMULA
from marketplace.fees.views import blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.cli.add_command(fees)
    web.register_labels(*labels.ALL)
    app.jinja_env.filters.update(
        fee_accord=presentation.accord,
        fee_band=presentation.band,
        fee_common=presentation.common,
        fee_weight=presentation.share,
        fee_bars=presentation.bars,
        fee_input=presentation.written,
        fee_message=presentation.told,
        fee_name=presentation.name,
        fee_number=presentation.number,
    )
    app.jinja_env.globals.update(
        fee_figure=presentation.figure,
        fee_factor_formula=FACTOR_FORMULA,
        fee_trait_factors=presentation.factors,
    )
