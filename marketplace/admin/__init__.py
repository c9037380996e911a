"""Staff pages: what is to decide on, all agreements, the audit trail."""

from flask import Flask

from marketplace import web
from marketplace.admin import labels, messages
from marketplace.admin.views import admin, audit

__all__ = ["init_app", "messages"]


def init_app(app: Flask) -> None:
    app.register_blueprint(admin)
    app.register_blueprint(audit)
    web.register_labels(labels.FINDINGS)
