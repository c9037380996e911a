"""Patents and declarations for tests, in any state of their lives; made in the calling test's
database and committed."""

from datetime import date, timedelta
from itertools import count

from marketplace import clock, files
from marketplace.accounts.models import Role
from marketplace.database import transaction
from marketplace.declarations import services
from marketplace.declarations.models import Declaration, DeclarationStatus
from marketplace.extensions import db
from marketplace.patents.bars import DERIVED
from marketplace.patents.models import Bar, BarState, LegalStatus, PatentBar, StatusSource
from marketplace.patents.numbers import check_digit
from marketplace.patents.services import new_patent
from marketplace.terms.enums import FeeMode
from marketplace.terms.presets import preset
from tests.accounts.factories import make_member, make_organization, owner_of
from tests.kept_scenes import kept_scene

_serials = count(1)

__all__ = [
    "FREE",
    "LUMP_SUM",
    "make_declaration",
    "make_patent",
    "make_patentee",
    "manager_of",
    "owner_of",
]

FREE = preset(FeeMode.FREE)
LUMP_SUM = preset(FeeMode.LUMP_SUM, amount_fen=3_000_000)


@kept_scene
def make_patentee(**values):
    """A verified company with an owner and a second person, so that another can check."""
    contact = {"contact_name": "王经理", "contact_phone": "020-87110000"}
    organization = make_organization(**{**contact, **values})
    make_member(organization, None, Role.MANAGER)
    return organization


def manager_of(organization):
    """The second person."""
    return organization.memberships[1].user


@kept_scene
def make_patent(organization, *, kind_digit="1", clear=True, commit=True, **values):
    """A granted patent of the organization, status looked up today, all bars clear."""
    stem = f"2021{kind_digit}{next(_serials):07d}"
    defaults = {
        "title": "一种电池热管理系统",
        "advantage": "降低电池温升,延长寿命。",
        "outlook": "用于储能柜和电动叉车。",
        "filing_on": date(2021, 3, 1),
        "granted_on": date(2023, 3, 1),
        "ipc": ["H01M10/613"],
        "industries": ["C3841"],
    }
    if clear:
        status = (LegalStatus.VALID, StatusSource.OFFICE_QUERY, clock.today())
        names = ("legal_status", "legal_status_source", "legal_status_on")
        defaults |= dict(zip(names, status, strict=True))
    patent = new_patent(f"{stem}.{check_digit(stem)}", organization, **{**defaults, **values})
    db.session.add(patent)
    if clear:
        clear_bars(patent)
    db.session.flush()
    if commit:
        db.session.commit()
    return patent


def clear_bars(patent, state=BarState.CLEAR, bars=None, on=None):
    """State the bars that can be stated (or those given) as of a day."""
    for bar in bars or [each for each in Bar if each not in DERIVED]:
        patent.statements.append(
            PatentBar(bar=bar, state=state, source=StatusSource.PATENTEE, on=on or clock.today())
        )


@kept_scene
def make_declaration(status=DeclarationStatus.PREPARING, *, patent=None, terms=FREE, **values):
    """A declaration that has come as far as `status`, through the services where there are any."""
    patent = patent or make_patent(make_patentee())
    owner, manager = owner_of(patent.claimant), manager_of(patent.claimant)
    with transaction():
        declaration = services.prepare(patent, patent.claimant, terms, owner)
    for name in _path(status):
        with transaction():
            _STEPS[name](declaration, owner, manager)
    for name, value in values.items():
        setattr(declaration, name, value)
    db.session.commit()
    return declaration


def evidence():
    return files.put(b"%PDF-1.7 gazette")


def _enter(declaration, owner, manager):
    number = f"KF{next(_serials):09d}"
    services.enter_announcement(declaration, number, clock.today(), "42卷10期", evidence(), owner)
    services.check_announcement(declaration, manager)


def _open_notice(declaration, owner, manager):
    services.open_in_house_notice(
        declaration,
        manager,
        opened_on=clock.today() - timedelta(20),
        days=15,
        place="公告栏",
        evidence=evidence(),
    )


def _withdraw(declaration, owner, manager):
    services.announce_withdrawal(declaration, owner, clock.today(), "42卷11期", evidence())


S = DeclarationStatus
_STEPS = {
    "ask": lambda d, o, m: services.submit_for_approval(d, o),
    "approve": lambda d, o, m: services.approve(d, m),
    "notice": _open_notice,
    "promise": lambda d, o, m: services.sign_commitment(d, o),
    "file": lambda d, o, m: services.mark_submitted(d, o, clock.today()),
    "correct": lambda d, o, m: services.require_correction(d, o, clock.today(), "补正"),
    "announce": _enter,
    "refuse": lambda d, o, m: services.refuse(d, o, clock.today(), "不符合规定"),
    "withdrawing": lambda d, o, m: services.request_withdrawal(
        d, o, clock.today(), "拟转让", evidence()
    ),
    "withdraw": _withdraw,
    "end": lambda d, o, m: services.end(d, o, clock.today(), evidence()),
    "revoke": lambda d, o, m: services.revoke(d, o, clock.today(), evidence()),
    "expire": lambda d, o, m: services.expire(d, o, clock.today()),
}
_FILED = ("promise", "ask", "approve", "file")
_PATHS = {
    S.PREPARING: (),
    S.APPROVING: ("ask",),
    S.IN_HOUSE_NOTICE: ("ask", "notice"),
    S.READY: ("promise", "ask", "approve"),
    S.SUBMITTED: _FILED,
    S.CORRECTION: (*_FILED, "correct"),
    S.ANNOUNCED: (*_FILED, "announce"),
    S.NOT_ANNOUNCED: (*_FILED, "refuse"),
    S.WITHDRAWING: (*_FILED, "announce", "withdrawing"),
    S.WITHDRAWN: (*_FILED, "announce", "withdrawing", "withdraw"),
    S.ENDED: (*_FILED, "announce", "end"),
    S.REVOKED: (*_FILED, "announce", "revoke"),
    S.EXPIRED: (*_FILED, "announce", "expire"),
}


def _path(status):
    return _PATHS[status]


def state_of(declaration):
    return db.session.get(Declaration, declaration.id).status
