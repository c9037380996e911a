"""Members: invited, accepted, given roles, leaving; stating authority to bind."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import select

from marketplace.accounts import policies, signing
from marketplace.accounts.models import Invitation, Membership, Organization, Role, User
from marketplace.accounts.models.members import INVITATION_LIFE, in_order
from marketplace.accounts.services.inbox import mail_text, notify
from marketplace.accounts.services.people import find_by_email, normalize_email
from marketplace.accounts.texts import AUTHORITY_STATEMENT
from marketplace.audit.services import record
from marketplace.database import lock
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db

PAGE = "/organization/members"


def invite(
    organization: Organization, email: str, roles: Iterable[Role | str], by: User
) -> Invitation:
    """Mail an invitation to an address; an earlier open one to it is withdrawn."""
    email = normalize_email(email)
    wanted = _require_roles(roles)
    known = find_by_email(email)
    if known is not None and policies.membership_of(known, organization) is not None:
        raise Refused(
            "already_member",
            N_("%(email)s is a member already. Change the roles in the list of members."),
            field="email",
            email=email,
        )
    for earlier in _open_invitations(organization, email):
        earlier.withdraw()
    invitation = Invitation(organization=organization, email=email, roles=wanted, invited_by=by)
    db.session.add(invitation)
    db.session.flush()  # the mailed link names its public id
    event = record(
        "organization:invite", organization, _actor(by, organization), roles=invitation.roles
    )
    token = signing.sign("invitation", invitation.public_id)
    mail_text(
        email,
        "organization:invitation",
        event=event,
        link=f"/invitations/{token}",
        locale=known.locale if known else by.locale,
        inviter=by.name,
        organization=organization.name,
    )
    return invitation


def open_invitation(token: str) -> Invitation:
    """The invitation of a mailed link; Refused if it was taken, withdrawn or is too old."""
    values = signing.read("invitation", token, INVITATION_LIFE)
    invitation = (
        db.session.scalar(select(Invitation).where(Invitation.public_id == values[0]))
        if values
        else None
    )
    if invitation is None or not invitation.is_open:
        raise Refused(
            "invitation_void",
            N_(
                "This invitation was used, withdrawn, or is older than seven days. Ask the "
                "organization for a new one."
            ),
            status=410,
        )
    return invitation


def accept_invitation(token: str, user: User) -> Membership:
    """Join by a link that was mailed to this user's own address; works once."""
    invitation = open_invitation(token)
    if invitation.email != user.email:
        raise NotAllowed(
            "invitation_for_another",
            N_(
                "This invitation was sent to another address. Sign in with the account of that "
                "address."
            ),
        )
    organization = invitation.organization
    if policies.membership_of(user, organization) is not None:
        raise Refused("already_member_self", N_("You are a member of this organization already."))
    invitation.accept()
    membership = Membership(user=user, organization=organization, roles=invitation.roles)
    db.session.add(membership)
    event = record(
        "organization:join", organization, membership, related=[user], roles=membership.roles
    )
    notify(
        organization,
        "organization:member_joined",
        event=event,
        link=PAGE,
        roles=[Role.OWNER],
        person=user.name,
        organization=organization.name,
    )
    return membership


def withdraw_invitation(invitation: Invitation, by: User) -> None:
    """Make an open invitation void."""
    invitation.withdraw()
    organization = invitation.organization
    record("organization:withdraw_invitation", organization, _actor(by, organization))


def set_roles(membership: Membership, roles: Iterable[Role | str], by: User) -> None:
    """Replace a member's roles; the last owner stays an owner."""
    wanted = _require_roles(roles)
    if membership.is_owner and Role.OWNER.value not in wanted:
        _require_another_owner(membership)
    before = membership.roles
    membership.set_roles(wanted)
    record(
        "organization:set_roles",
        membership.organization,
        _actor(by, membership.organization),
        related=[membership.user],
        before=before,
        after=membership.roles,
    )


def remove_member(membership: Membership, by: User) -> None:
    """End another's membership; refused for the last owner."""
    _end(membership, by, tag="organization:remove_member")


def leave(membership: Membership) -> None:
    """End one's own membership; refused for the last owner."""
    _end(membership, membership.user, tag="organization:leave")


def state_authority(membership: Membership, *, accepted: bool) -> None:
    """The signatory states authority to bind; the very Chinese text is kept with its version."""
    if not membership.has(Role.SIGNATORY):
        raise NotAllowed(
            "not_signatory",
            N_("Only a signatory states authority. Ask an owner of the organization for the role."),
        )
    if not accepted:
        raise Refused(
            "statement_not_accepted",
            N_("Tick that the statement is true, or leave it."),
            status=422,
            field="accepted",
        )
    names = {"person": membership.user.name, "organization": membership.organization.name}
    statement = "\n".join(AUTHORITY_STATEMENT.paragraphs("zh_CN", **names))
    membership.state_authority(statement, AUTHORITY_STATEMENT.version)
    record(
        "organization:state_authority",
        membership.organization,
        membership,
        related=[membership.user],
        version=AUTHORITY_STATEMENT.version,
        text_sha256=hashlib.sha256(statement.encode()).hexdigest(),
    )


def _end(membership: Membership, by: User, *, tag: str) -> None:
    if membership.is_owner:
        _require_another_owner(membership)
    organization = membership.organization
    actor = _actor(by, organization)
    membership.leave()
    record(tag, organization, actor, related=[membership.user])


def _require_another_owner(membership: Membership) -> None:
    """Two owners who leave at once must not both succeed, so the organization is locked."""
    organization = membership.organization
    db.session.execute(lock(select(Organization.id).where(Organization.id == organization.id)))
    db.session.refresh(organization, ["all_memberships"])
    if not any(each.is_owner for each in organization.memberships if each != membership):
        raise Refused(
            "last_owner",
            N_("An organization keeps at least one owner. Make another member an owner first."),
            field="roles",
        )


def _require_roles(roles: Iterable[Role | str]) -> list[str]:
    wanted = in_order(roles)
    if not wanted:
        raise Refused("no_role", N_("Choose at least one role."), status=422, field="roles")
    return wanted


def _open_invitations(organization: Organization, email: str) -> list[Invitation]:
    rows = db.session.scalars(
        select(Invitation).where(
            Invitation.organization_id == organization.id, Invitation.email == email
        )
    )
    return [each for each in rows if each.is_open]


def _actor(by: User, organization: Organization) -> User | Membership:
    return policies.membership_of(by, organization) or by
