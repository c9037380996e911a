"""People, organizations, roles, authority to bind, payee accounts, inbox, API tokens."""

from collections.abc import Iterable
from typing import Any

from flask import Flask, request
from flask_babel import gettext as _

from marketplace import web
from marketplace.accounts import acting, kept_pages, labels, queries, services
from marketplace.accounts.commands import users
from marketplace.accounts.models import Role, User
from marketplace.accounts.views import blueprint
from marketplace.accounts.views.sessions import ask_to_sign_in
from marketplace.extensions import login_manager


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.cli.add_command(users)
    app.context_processor(_account_links)
    kept_pages.begin(app)
    app.jinja_env.filters["role_labels"] = _role_labels
    web.register_labels(*labels.LABELS)
    web.language_chosen.connect(_keep_locale)
    login_manager.user_loader(_load_user)
    login_manager.unauthorized_handler(ask_to_sign_in)


def _load_user(session_id: str) -> User | None:
    """The user of a session cookie, unless its epoch has passed or the account is closed."""
    public_id, _separator, epoch = session_id.partition(":")
    user = queries.user_by_public_id(public_id)
    if user is None or str(user.session_epoch) != epoch or not user.is_active:
        return None
    return user


def _keep_locale(user: Any, *, locale: str) -> None:
    if isinstance(user, User):
        services.set_locale(user, locale)


def _role_labels(roles: Iterable[str]) -> str:
    """``单位管理员、财务人员`` or ``Owner, Finance``."""
    separator = ", " if web.language() == "en" else "、"
    return separator.join(str(labels.ROLES[Role(role)]) for role in roles)


def _account_links() -> dict[str, Any]:
    """What stands at the head of every page for this visitor."""
    user = acting.signed_in()
    if user is None:
        links = [("accounts.sign_in", _("Sign in"), 0), ("accounts.register", _("Register"), 0)]
        return {"account_links": [_link(*each) for each in links], "acting_organization": None}
    organization = acting.acting_organization()
    unread = queries.unread_count(user, organization)
    links = [("accounts.inbox", _("Inbox"), unread)]
    if organization:
        links.append(("accounts.organization", organization.name, 0))
    elif not (user.is_administrator or user.is_auditor):
        links.append(("accounts.organization", _("Register an organization"), 0))
    links.append(("accounts.account", user.name, 0))
    sign_out = {"endpoint": "accounts.sign_out", "label": _("Sign out"), "post": True}
    return {
        "account_links": [*(_link(*each) for each in links), sign_out],
        "acting_organization": organization,
    }


def _link(endpoint: str, label: str, count: int) -> dict[str, Any]:
    return {
        "endpoint": endpoint,
        "label": label,
        "count": count,
        "active": request.endpoint == endpoint,
    }
