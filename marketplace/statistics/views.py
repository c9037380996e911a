"""``/statistics``: the same for everybody, from what was published at the end of the quarter."""

from flask import Blueprint, Response, render_template

from marketplace.errors import Missing
from marketplace.fees import cohorts
from marketplace.fees.benchmarks import year_statistics
from marketplace.fees.models import PriceStage
from marketplace.statistics import exports, presentation
from marketplace.statistics.labels import NOTES, Criterion
from marketplace.statistics.models import StatisticsRelease
from marketplace.statistics.queries import newest

blueprint = Blueprint("statistics", __name__)

_RULES = {"contracts": cohorts.LEAST_CONTRACTS, "licensors": cohorts.LEAST_LICENSORS}


@blueprint.get("/statistics")
def index() -> str:
    """The three stages side by side, the national figures beside them, the method."""
    release = newest()
    return render_template(
        "statistics/index.html",
        release=release,
        stages=[
            (stage, NOTES[stage], presentation.whole(release, stage) if release else None)
            for stage in PriceStage
        ],
        ranges=presentation.overview(release) if release else [],
        national=[
            (each, presentation.average(each.average_fee), presentation.average(each.annual))
            for each in year_statistics()
        ],
        rules=_RULES,
    )


@blueprint.get("/statistics/<any(declared, contracted, received):stage>")
def show(stage: str) -> str:
    """All tables of one stage."""
    release, chosen = _release(), PriceStage(stage)
    return render_template(
        "statistics/stage.html",
        release=release,
        stage=chosen,
        note=NOTES[chosen],
        whole=presentation.whole(release, chosen),
        tables=presentation.all_tables(release, chosen),
        rules=_RULES,
    )


@blueprint.get("/statistics/ranking")
def show_ranking() -> str:
    """The value ranking with its method and inputs."""
    release = _release()
    return render_template(
        "statistics/ranking.html",
        release=release,
        ranking=release.ranking,
        criteria=list(Criterion),
    )


@blueprint.get("/statistics.csv")
def prices() -> Response:
    """All published rows."""
    return _file(exports.prices_csv(_release()), "statistics.csv")


@blueprint.get("/statistics/ranking.csv")
def ranking_file() -> Response:
    """The ranked patents with their points."""
    return _file(exports.ranking_csv(_release()), "ranking.csv")


def _release() -> StatisticsRelease:
    release = newest()
    if release is None:
        raise Missing()
    return release


def _file(text: str, name: str) -> Response:
    response = Response(text, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
