"""Organizations: created by a person, verified by the operator."""

from collections.abc import Mapping
from typing import Any, TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.accounts import policies, uscc
from marketplace.accounts.models import Membership, Organization, OrganizationKind, Role, User
from marketplace.accounts.models import OrganizationStatus as Status
from marketplace.accounts.models.members import in_order
from marketplace.accounts.services.inbox import notify, notify_administrators
from marketplace.accounts.signals import organization_changed
from marketplace.audit.services import record
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db

FOUNDER_ROLES = (Role.OWNER, Role.MANAGER, Role.SIGNATORY, Role.FINANCE)
PAGE = "/organization"


class Details(TypedDict, total=False):
    """What an organization says about itself beside name, kind and code."""

    region: str | None
    industry: str | None
    address: str | None
    legal_representative: str | None
    contact_name: str | None
    contact_phone: str | None
    contact_email: str | None
    is_state_institution: bool
    abroad: bool


def create_organization(
    by: User,
    *,
    name: str,
    kind: OrganizationKind,
    code: str | None = None,
    is_demo: bool = False,
    **details: Unpack[Details],
) -> Organization:
    """Register an organization; ``by`` becomes its first owner with every acting role.

    ``code`` in any accepted writing, required but for natural and foreign persons. CodeError or
    Refused ``code_taken`` at the field ``code``.
    """
    values = {"name": name, "kind": kind, "code": _code_for(kind, code), "is_demo": is_demo}
    organization = _named_only(values["code"]) or Organization()
    for field, value in {**values, **details}.items():
        setattr(organization, field, value)
    _derive(organization)
    _flush_unique(organization)
    membership = Membership(user=by, organization=organization, roles=in_order(FOUNDER_ROLES))
    db.session.add(membership)
    record(
        "organization:create",
        organization,
        membership,
        kind=kind.value,
        code=organization.code,
        name=name if kind.has_code else None,
    )
    return organization


def edit_organization(
    organization: Organization,
    by: User,
    *,
    name: str,
    kind: OrganizationKind,
    code: str | None = None,
    **details: Unpack[Details],
) -> None:
    """Change details; name, kind and code only while they are not verified."""
    identity = {"name": name, "kind": kind, "code": _code_for(kind, code)}
    changed = _changed(organization, {**identity, **details})
    fixed = organization.status in {Status.VERIFIED, Status.SUSPENDED}
    if fixed and changed & set(identity):
        raise Refused(
            "identity_verified",
            N_(
                "Name, kind and code were verified and stand in agreements. Ask the operator to "
                "change them."
            ),
            field=sorted(changed & set(identity))[-1],
        )
    for field, value in {**identity, **details}.items():
        setattr(organization, field, value)
    _derive(organization)
    _flush_unique(organization)
    if changed:
        record("organization:edit", organization, _actor(by, organization), fields=sorted(changed))


def request_verification(
    organization: Organization, by: User, *, evidence_sha256: str | None = None
) -> None:
    """Put the organization before the administrators, with evidence as a kept file."""
    organization.request_verification()
    if evidence_sha256 is not None:
        organization.evidence_sha256 = evidence_sha256
    event = record(
        "organization:request_verification",
        organization,
        _actor(by, organization),
        evidence=organization.evidence_sha256,
    )
    notify_administrators(
        "organization:verification_requested",
        event=event,
        link="/admin",
        organization=organization.name,
    )


def verify_organization(organization: Organization, by: User) -> None:
    """An administrator found name, kind and code proven; held notices follow by signal."""
    _require_outsider(organization, by)
    organization.verify()
    _announce(organization, by, "verify", message="organization:verified")


def return_organization(organization: Organization, reason: str, by: User) -> None:
    """An administrator sends the registration back; ``reason`` says what to mend."""
    _require_outsider(organization, by)
    organization.return_(reason)
    _announce(organization, by, "return", message="organization:returned", reason=reason)


def suspend_organization(organization: Organization, reason: str, by: User) -> None:
    """An administrator stops new publications and signatures; agreements go on."""
    _require_outsider(organization, by)
    organization.suspend(reason)
    _announce(organization, by, "suspend", message="organization:suspended", reason=reason)


def resume_organization(organization: Organization, by: User) -> None:
    """An administrator lifts a suspension."""
    _require_outsider(organization, by)
    organization.resume()
    _announce(organization, by, "resume", message="organization:resumed")


def set_invoice_title(organization: Organization, title: str, tax_number: str, by: User) -> None:
    """Keep the invoice title, asked once per organization."""
    organization.invoice_title = title
    organization.invoice_tax_number = tax_number or None
    record("organization:set_invoice_title", organization, _actor(by, organization))


def _announce(
    organization: Organization, by: User, action: str, *, message: str, reason: str | None = None
) -> None:
    params = {"reason": reason} if reason else {}
    event = record(f"organization:{action}", organization, by, **params)
    named: dict[str, Any] = {"organization": organization.name, **params}
    notify(organization, message, event=event, link=PAGE, **named)
    organization_changed.send(organization, action=action, by=by)


def _named_only(code: object) -> Organization | None:
    """Who stands here by name and code because a contract on paper names it, and has nobody to act
    for it yet: with its registration it takes its own place."""
    if code is None:
        return None
    found = db.session.scalar(select(Organization).filter_by(code=code))
    return found if found is not None and not found.all_memberships else None


def _code_for(kind: OrganizationKind, code: str | None) -> str | None:
    if not kind.has_code:
        return None
    return uscc.parse(code or "")


def _derive(organization: Organization) -> None:
    """What follows from kind and code: foreign parties are abroad, the region from the code."""
    if organization.kind is OrganizationKind.FOREIGN_PARTY:
        organization.abroad = True
    elif organization.kind.has_code:
        organization.abroad = False
    if not organization.region and organization.code:
        organization.region = uscc.region_of(organization.code)


def _changed(organization: Organization, values: Mapping[str, Any]) -> set[str]:
    return {field for field, value in values.items() if getattr(organization, field) != value}


def _flush_unique(organization: Organization) -> None:
    try:
        db.session.add(organization)
        db.session.flush()
    except IntegrityError as error:
        raise Refused(
            "code_taken",
            N_(
                "This code is registered here already. Ask an owner of the organization to "
                "invite you, or tell the operator if you know of none."
            ),
            field="code",
        ) from error


def _require_outsider(organization: Organization, by: User) -> None:
    if not policies.may_decide_on(by, organization):
        raise NotAllowed(
            "own_organization",
            N_("Only an administrator who is no member of the organization decides on it."),
        )


def _actor(by: User, organization: Organization) -> User | Membership:
    return policies.membership_of(by, organization) or by
