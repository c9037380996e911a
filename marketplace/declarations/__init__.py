"""The paper at the office: life, papers, evidence, in-house notice."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register pages, words, message texts, the command, the daily expiry and the reminders."""
    from marketplace.declarations import (  # noqa: F401
        batch_views,
        decision,
        labels,
        material_views,
        notices,
        sitting_views,
        statement_views,
    )
    from marketplace.declarations.annuities import cut_note
    from marketplace.declarations.commands import declarations, run_expiry, run_reminders
    from marketplace.declarations.views import blueprint
    from marketplace.followers import register_clock, register_task
    from marketplace.web import register_labels

    app.register_blueprint(blueprint)
    app.cli.add_command(declarations)
    register_labels(
        labels.STATUS,
        labels.PROMOTIONS,
        labels.MATERIALS,
        labels.MATERIAL_STATES,
        labels.STANCES,
        labels.ANSWERS,
        labels.ACTS,
        labels.CHANNELS,
        labels.FILE_KINDS,
    )
    app.add_template_global(cut_note, "annuity_cut_note")
    register_task(app, "declarations:expire", run_expiry, every_seconds=3_600)
    register_clock(app, "declarations", run_reminders)
