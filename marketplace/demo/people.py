"""Accounts and organizations of the demonstration, registered and verified like any other."""

from datetime import timedelta

from sqlalchemy import update

from marketplace import clock
from marketplace.accounts import services, signing, uscc
from marketplace.accounts.models import InboxMessage, MailPreference, OrganizationKind, Role, User
from marketplace.audit.actors import SYSTEM
from marketplace.database import transaction
from marketplace.demo.catalogue import Party, parties
from marketplace.demo.timeline import Story
from marketplace.demo.world import DOMAIN, PASSWORD, Cast, World, paper

_READ_AFTER_DAYS = 10
ROLES = {"manager": (Role.OWNER, Role.MANAGER), "finance": (Role.FINANCE, Role.VIEWER)}
STAFF = {
    "administrator": ("admin", "平台管理员甲"),
    "reviewer": ("review", "平台管理员乙"),
    "auditor": ("audit", "监督人员"),
}


def staff(role: str) -> User:
    """One account of the operator's staff or of the supervising authority."""
    login, name = STAFF[role]
    user = services.create_user(
        f"{login}@platform.{DOMAIN}",
        name,
        PASSWORD,
        by=SYSTEM,
        is_administrator=role != "auditor",
        is_auditor=role == "auditor",
    )
    return user if role == "administrator" else _quiet(user)


def settle(world: World) -> Story:
    """Every party registers, is looked at, states authority and an account to be paid to."""
    casts = [_register(world, party, place) for place, party in enumerate(parties())]
    yield 2
    for cast in casts:
        _decide(world, cast)
    yield 3
    for cast in casts:
        if cast.party.bank:
            services.verify_payee_account(cast.organization.payee_accounts[0], world.administrator)


def read_old_messages() -> None:
    """Nobody leaves messages of months ago unread; what came lately still waits."""
    old = clock.now() - timedelta(days=_READ_AFTER_DAYS)
    with transaction() as session:
        session.execute(
            update(InboxMessage)
            .where(InboxMessage.created_at < old, InboxMessage.read_at.is_(None))
            .values(read_at=old)
        )


def email_of(party: Party, login: str) -> str:
    return f"{login}@{party.key}.{DOMAIN}"


def _register(world: World, party: Party, place: int) -> Cast:
    users = [_person(party, login, name) for login, name, _ in party.people]
    kind = OrganizationKind(party.kind)
    organization = services.create_organization(
        users[0],
        name=party.name,
        kind=kind,
        code=_code(party, place) if kind.has_code else None,
        is_demo=True,
        region=party.region,
        industry=party.industry,
        address=party.address,
        legal_representative=party.representative,
        contact_name=party.people[0][1],
        contact_phone=f"000-8800{place:04d}",
        contact_email=email_of(party, party.people[0][0]),
        is_state_institution=party.state,
    )
    cast = world.casts[party.key] = Cast(party, organization, users)
    services.state_authority(cast.membership, accepted=True)
    for user, (_, _, role) in zip(users[1:], party.people[1:], strict=True):
        _join(cast, user, role)
    services.request_verification(
        organization, cast.owner, evidence_sha256=paper("主体资格证明", party.name)
    )
    return cast


def _person(party: Party, login: str, name: str) -> User:
    user = services.create_user(email_of(party, login), name, PASSWORD)
    return user if party.reads_mail else _quiet(user)


def _join(cast: Cast, user: User, role: str) -> None:
    invitation = services.invite(cast.organization, user.email, ROLES[role], cast.owner)
    services.accept_invitation(signing.sign("invitation", invitation.public_id), user)


def _decide(world: World, cast: Cast) -> None:
    party, organization = cast.party, cast.organization
    if party.returned:
        services.return_organization(organization, party.returned, world.administrator)
    if not party.verified:
        return
    services.verify_organization(organization, world.administrator)
    if party.bank:
        services.add_payee_account(
            organization,
            cast.owner,
            holder=party.name,
            bank=party.bank,
            account_number=f"9900{cast.organization.id:04d}00112233",
            consented=organization.is_natural_person,
        )
    if organization.code:
        services.set_invoice_title(organization, party.name, organization.code, cast.owner)


def _code(party: Party, place: int) -> str:
    body = f"{party.prefix}{party.region}MADEM{place:04d}"
    return body + uscc.check_character(body)


def _quiet(user: User) -> User:
    """Nobody looks into most of the invented mailboxes; the inbox on the site has everything."""
    services.edit_profile(
        user, name=user.name, locale=user.locale, mail_preference=MailPreference.NONE
    )
    return user
