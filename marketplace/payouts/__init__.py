"""Payouts (S061): a receipt divided among institution, co-owners, inventors, agency, pool members.

The site computes and proves the parts; the institution pays them from its own account.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    from marketplace.payouts import following, labels, messages, setting_views  # noqa: F401
    from marketplace.payouts.views import blueprint
    from marketplace.web import register_labels

    app.register_blueprint(blueprint)
    register_labels(labels.STATUS, labels.KINDS)
