"""The pages of a decision file, for the rooms that own what it is about."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, url_for
from flask_login import login_required
from werkzeug.wrappers import Response as BaseResponse

from marketplace.accounts import policies as accounts
from marketplace.accounts.acting import present_user
from marketplace.accounts.models import Organization
from marketplace.database import transaction
from marketplace.documents.downloads import send_document
from marketplace.documents.models import DocumentKind
from marketplace.documents.queries import current
from marketplace.errors import Missing
from marketplace.in_house.diligence import Matter, compose, request_file
from marketplace.web import see_other


def add_decision_file(
    blueprint: Blueprint, path: str, back: str, read: Callable[..., Matter]
) -> None:
    """Serve the file of one kind of record under its `path`: as it stands now, fixed on request,
    and as PDF.

    `read` takes the key in the path and returns what the file is about, or refuses this person;
    `back` is the endpoint of the record's own page.
    """

    @blueprint.get(f"{path}/decision-file")
    @login_required
    def decision_file(**key: Any) -> str:
        return _shown(read(**key), back=url_for(back, **key), key=key)

    @blueprint.post(f"{path}/decision-file")
    @login_required
    def make_decision_file(**key: Any) -> BaseResponse:
        """Fix the file as it stands now; it is sealed like every document."""
        matter = read(**key)
        with transaction():
            request_file(matter, present_user())
        return see_other(".decision_file", **key)

    @blueprint.get(f"{path}/decision-file.pdf")
    @login_required
    def decision_file_pdf(**key: Any) -> BaseResponse:
        document = current(read(**key).record, DocumentKind.REPORT)
        if document is None:
            raise Missing()
        return send_document(document)


def _shown(matter: Matter, *, back: str, key: dict[str, Any]) -> str:
    """The file as it stands now; `key` is the key in its path."""
    made = compose(matter)
    return render_template(
        "in_house/decision_file.html",
        file=made,
        rows=[(row["label"], row["value"]) for row in made["facts"]],
        name=matter.name,
        document=current(matter.record, DocumentKind.REPORT),
        back=back,
        make_url=url_for(".make_decision_file", **key),
        pdf_url=url_for(".decision_file_pdf", **key),
    )


def may_read_names(organization: Organization) -> bool:
    """Auditors read names masked, and this file is made of names: it is for the house and staff."""
    user = present_user()
    own = accounts.membership_of(user, organization) is not None
    return own or accounts.is_administrator(user)
