"""The inbox: what the site told the person and the organization acted for."""

from flask import redirect, render_template, request, url_for
from flask_login import login_required

from marketplace.accounts import messages, queries, services
from marketplace.accounts.acting import acting_organization
from marketplace.accounts.models import InboxMessage
from marketplace.accounts.views.sessions import Page
from marketplace.accounts.views.shared import blueprint, me
from marketplace.database import transaction
from marketplace.errors import Missing
from marketplace.extensions import db
from marketplace.web import language, see_other

PAGE_SIZE = 25


@blueprint.get("/inbox")
@login_required
def inbox() -> Page:
    unread = request.args.get("unread") == "1"
    statement = queries.inbox(me(), acting_organization(), unread=unread)
    page = db.paginate(statement, per_page=PAGE_SIZE, max_per_page=PAGE_SIZE, error_out=False)
    rows = [(each, messages.render(each.code, each.params, language())) for each in page.items]
    return render_template(
        "accounts/inbox.html",
        rows=rows,
        page=page,
        unread=unread,
        waiting=queries.unread_count(me(), acting_organization()),
    )


@blueprint.post("/inbox/<public_id>/reading")
@login_required
def read_message(public_id: str) -> Page:
    """Mark as read and go on to what the message is about."""
    message = db.session.scalar(
        queries.inbox(me(), acting_organization()).where(InboxMessage.public_id == public_id)
    )
    if message is None:
        raise Missing()
    with transaction():
        services.mark_read(message)
    return redirect(message.link or url_for(".inbox"), 303)


@blueprint.post("/inbox/reading")
@login_required
def read_all() -> Page:
    statement = queries.inbox(me(), acting_organization(), unread=True)
    with transaction():
        services.mark_all_read(db.session.scalars(statement).all())
    return see_other(".inbox")
