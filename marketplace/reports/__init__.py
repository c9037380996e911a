"""Departments' reports 统计通报 (S078 to S081, S088): implementation, licenses, assignments, pledges by
period and subordination against targets; and a library of cases that both parties agreed to."""

from flask import Flask

from marketplace import web


def init_app(app: Flask) -> None:
    """Register pages and words."""
    from marketplace.reports import labels
    from marketplace.reports.views import blueprint

    app.register_blueprint(blueprint)
    web.register_labels(labels.SUBORDINATION, labels.MEASURE)
