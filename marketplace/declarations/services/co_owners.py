"""Co-owners' statements: whom to ask, the question with its link, the answer (LAW 1.4, 1.16)."""

import hashlib
import secrets
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace import clock, files
from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Organization, OrganizationStatus, User
from marketplace.accounts.services import mail_text, notify
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent
from marketplace.database import lock
from marketplace.declarations import subjects, texts
from marketplace.declarations.material_models import (
    LINK_LIFE,
    Act,
    Answer,
    Channel,
    CoOwner,
    CoOwnerStatement,
    StatementRequest,
)
from marketplace.declarations.models import Declaration
from marketplace.declarations.services.steps import changed
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.inputs import require_past, require_text

ASKED = "declaration:statement_asked"
ANSWERED = "declaration:statement_made"


def names_in_register(declaration: Declaration) -> list[str]:
    """The patentees in the register beside the one that files; none where it stands alone."""
    names = declaration.patent.patentee_names
    if len(names) < 2:
        return []
    return [name for name in names if name != declaration.organization.name]


def sync(declaration: Declaration) -> None:
    """Put every other patentee of the register on the list, once; nobody is taken off."""
    known = {each.name for each in declaration.all_co_owners}
    for name in names_in_register(declaration):
        if name not in known:
            declaration.all_co_owners.append(
                CoOwner(name=name, organization=_organization_named(name))
            )


def add(declaration: Declaration, by: User, *, name: str, email: str = "") -> CoOwner:
    """Add a co-owner by hand; one that was taken off comes back."""
    name = require_text(name, "name", limit=200)
    found = next((each for each in declaration.all_co_owners if each.name == name), None)
    if found is None:
        found = CoOwner(name=name, organization=_organization_named(name))
        declaration.all_co_owners.append(found)
    found.removed_at = None
    found.email = _email(email)
    changed(declaration, "add_co_owner", by, name=name)
    return found


def mend(co_owner: CoOwner, by: User, *, email: str) -> None:
    """Change the address at which a co-owner is asked."""
    co_owner.email = _email(email)
    changed(co_owner.declaration, "mend_co_owner", by, name=co_owner.name)


def remove(co_owner: CoOwner, by: User, reason: str) -> None:
    """Take a name off the list that is no co-owner (another spelling of oneself, an old owner)."""
    reason = require_text(reason, "reason", limit=500)
    co_owner.removed_at = clock.now()
    changed(co_owner.declaration, "remove_co_owner", by, name=co_owner.name, reason=reason)


def ask(co_owner: CoOwner, act: Act, by: User) -> str:
    """Ask for a statement by mail, and in the inbox of an organization here; returns the token.

    The link works once and for `LINK_LIFE`; an earlier one for the same act is void from now on.
    """
    declaration = co_owner.declaration
    if not co_owner.email and co_owner.organization is None:
        raise Refused(
            "no_address",
            N_("Enter a mail address for %(name)s, or upload the paper statement."),
            status=422,
            field="email",
            name=co_owner.name,
        )
    _close_open(co_owner, act)
    token = secrets.token_urlsafe(32)
    text = texts.consent(declaration, co_owner.name, act)
    request = StatementRequest(
        co_owner=co_owner,
        act=act,
        text=text,
        text_version=texts.VERSION,
        text_sha256=texts.sha256(text),
        subject_sha256=subjects.subject_sha256(declaration, act),
        token_sha256=_digest(token),
        asked_by=by,
        asked_at=clock.now(),
        expires_at=clock.now() + LINK_LIFE,
    )
    db.session.add(request)
    event = changed(
        declaration,
        "ask_co_owner",
        by,
        name=co_owner.name,
        act=act.value,
        text_sha256=request.text_sha256,
    )
    _send(co_owner, token, event)
    return token


def open_request(token: str) -> StatementRequest:
    """The question behind a mailed link; Refused (410) when it was answered, replaced, is too old,
    or asks about other terms than those of today."""
    statement = select(StatementRequest).where(StatementRequest.token_sha256 == _digest(token))
    return require_open(db.session.scalar(lock(statement)))


def require_open(request: StatementRequest | None) -> StatementRequest:
    """The question, if it can still be answered."""
    if request is None or not request.is_open or request.co_owner.removed_at is not None:
        raise Refused(
            "request_void",
            N_(
                "This link was used, replaced, or has expired. Ask the patentee who sent it for a "
                "new one."
            ),
            status=410,
        )
    declaration = request.co_owner.declaration
    if declaration.is_closed or (
        request.subject_sha256 != subjects.subject_sha256(declaration, request.act)
    ):
        raise Refused(
            "request_outdated",
            N_(
                "The terms have changed since you were asked, so there is nothing to state here. "
                "The patentee will ask again."
            ),
            status=410,
        )
    return request


def state(
    request: StatementRequest,
    answer: Answer,
    *,
    signer_name: str,
    signer_position: str = "",
    note: str = "",
    by: User | None = None,
    address: str = "",
) -> CoOwnerStatement:
    """Record what a co-owner answers to the text shown; the question is closed by it.

    `by` is the signed-in signatory of a co-owner that is an organization here, None for a link.
    """
    require_open(request)
    co_owner = request.co_owner
    if by is not None and not (
        co_owner.organization and accounts.may_sign(by, co_owner.organization)
    ):
        raise NotAllowed()
    made = CoOwnerStatement(
        co_owner=co_owner,
        request_id=request.id,
        act=request.act,
        answer=answer,
        channel=Channel.INBOX if by else Channel.LINK,
        text=request.text,
        text_version=request.text_version,
        text_sha256=request.text_sha256,
        subject_sha256=request.subject_sha256,
        signer_name=require_text(signer_name, "signer_name", limit=100),
        signer_position=signer_position.strip()[:100],
        note=note.strip()[:1_000],
        stated_on=clock.today(),
        entered_by=by,
        address=address[:64],
    )
    request.used_at = clock.now()
    return _keep(made, by or SYSTEM)


def enter_paper(
    co_owner: CoOwner,
    act: Act,
    answer: Answer,
    by: User,
    *,
    signer_name: str,
    day: date,
    paper: str,
) -> CoOwnerStatement:
    """Enter a signed paper statement about the papers as they read now (SHA-256 of its scan)."""
    if not files.exists(paper):
        raise Refused("file_needed", N_("Attach the file."), status=422, field="paper")
    declaration = co_owner.declaration
    text = texts.consent(declaration, co_owner.name, act)
    _close_open(co_owner, act)
    made = CoOwnerStatement(
        co_owner=co_owner,
        act=act,
        answer=answer,
        channel=Channel.PAPER,
        text=text,
        text_version=texts.VERSION,
        text_sha256=texts.sha256(text),
        subject_sha256=subjects.subject_sha256(declaration, act),
        signer_name=require_text(signer_name, "signer_name", limit=100),
        paper_sha256=paper,
        stated_on=require_past(day, "day"),
        entered_by=by,
    )
    return _keep(made, by)


def _close_open(co_owner: CoOwner, act: Act) -> None:
    """Void the links that are out, for another question or a paper takes their place."""
    for earlier in co_owner.requests:
        if earlier.act is act and earlier.is_open:
            earlier.replaced_at = clock.now()


def _keep(made: CoOwnerStatement, actor: object) -> CoOwnerStatement:
    db.session.add(made)
    declaration = made.co_owner.declaration
    changed(
        declaration,
        "co_owner_states",
        actor,
        tell=ANSWERED if made.channel is not Channel.PAPER else None,
        name=made.co_owner.name,
        act=made.act.value,
        answer=made.answer.value,
        channel=made.channel.value,
        text_sha256=made.text_sha256,
        paper_sha256=made.paper_sha256,
    )
    return made


def _send(co_owner: CoOwner, token: str, event: AuditEvent) -> None:
    """The mail carries the link; the inbox of a co-owner here leads to its signatories' page."""
    declaration = co_owner.declaration
    words: dict[str, Any] = {
        "number": declaration.patent.number,
        "title": declaration.patent.title,
        "organization": declaration.organization.name,
    }
    if co_owner.email:
        link = f"/co-owner-statements/{token}"
        mail_text(co_owner.email, ASKED, event=event, link=link, locale="zh_CN", **words)
    if co_owner.organization is not None:
        link = f"/my/statements/{co_owner.public_id}"
        notify(co_owner.organization, ASKED, event=event, link=link, **words)


def _organization_named(name: str) -> Organization | None:
    """The verified organization here with this very name, if there is exactly one."""
    verified = select(Organization).where(
        Organization.name == name, Organization.status == OrganizationStatus.VERIFIED
    )
    found = db.session.scalars(verified.limit(2)).all()
    return found[0] if len(found) == 1 else None


def _email(text: str) -> str:
    text = text.strip()
    if text and ("@" not in text or len(text) > 320 or any(each.isspace() for each in text)):
        raise Refused(
            "email_invalid",
            N_("Enter a mail address such as name@example.com."),
            status=422,
            field="email",
        )
    return text


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
