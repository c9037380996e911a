"""What stands at the head and the foot of every page."""

from functools import cache
from typing import Any

from flask import request
from flask_babel import get_locale
from flask_babel import gettext as _

from marketplace.accounts.acting import signed_in
from marketplace.accounts.policies import is_administrator, is_auditor


def context() -> dict[str, Any]:
    """The lists that ``layouts/base.html`` reads."""
    return {"navigation": _navigation(), "footer_links": _footer(str(get_locale()))}


def _navigation() -> list[dict[str, Any]]:
    user = signed_in()
    links = [
        _link("/listings", _("Listings"), "/listings"),
        _link("/statistics", _("Prices"), "/statistics"),
    ]
    if user is not None:
        links.append(
            _link("/desk", _("My desk"), "/desk", "/agreements", "/filings", "/enquiries", "/my/")
        )
    if is_administrator(user):
        links.append(_link("/admin", _("Administration"), "/admin"))
    if is_administrator(user) or is_auditor(user):
        links.append(_link("/audit", _("Audit"), "/audit"))
    links.append(_link("/verify", _("Verify"), "/verify"))
    links.append(_link("/help", _("Help"), "/help"))
    return links


@cache
def _footer(_language: str) -> list[dict[str, Any]]:
    """The same on every page of a language, so the texts are looked up once."""
    return [
        _link("/help/open-license", _("How an open license works")),
        _link("/help/fees", _("What fee guidance is")),
        _link("/statistics", _("License price statistics")),
        _link("/statistics/ranking", _("Value ranking")),
        _link("/help/record", _("What our record is and is not")),
        _link("/licenses", _("Public register of licenses")),
        _link("/license-texts", _("Open-source license texts")),
        _link("/verify", _("Verify a document")),
        _link("/log", _("Public log")),
        _link("/api", _("Interface for programs")),
        _link("/rules/personal-information", _("Personal information")),
    ]


def _link(url: str, label: str, *starts: str) -> dict[str, Any]:
    return {"url": url, "label": label, "active": bool(starts) and request.path.startswith(starts)}
