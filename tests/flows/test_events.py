"""Every change of state leaves exactly one event in its own transaction (R-20): counted over whole
lives, and taken away with it when either fails."""

from collections import Counter
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

import pytest
from sqlalchemy import func, select

from marketplace import clock
from marketplace.accounts import services as accounts
from marketplace.accounts.models import Organization
from marketplace.agreements import services as agreements
from marketplace.agreements.models import Agreement, Side
from marketplace.audit import services as audit
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent
from marketplace.batches.models import ListingBatch
from marketplace.database import held, transaction
from marketplace.declarations import services as declarations
from marketplace.declarations.models import Declaration
from marketplace.enquiries.models import Enquiry
from marketplace.extensions import db
from marketplace.fees.cohorts import last_full_quarter
from marketplace.in_house.models import ApprovalRequest, InHouseNotice
from marketplace.lifecycle import LIFECYCLES
from marketplace.listings import services as listings
from marketplace.listings.models import Listing, ListingStatus
from marketplace.obligations import deciding, statements
from marketplace.obligations import services as obligations
from marketplace.obligations.models import DecisionKind, FactKind, Obligation, RoyaltyStatement
from marketplace.obligations.services import rows_of
from marketplace.payments import services as payments
from marketplace.payments.models import Payment
from marketplace.pools.models import Pool, PoolChange, PoolMember
from marketplace.statistics.models import StatisticsRelease
from marketplace.statistics.services import release
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.factories import make_administrator, make_organization, owner_of
from tests.declarations.factories import evidence, manager_of
from tests.flows import room_scenes
from tests.listings.factories import make_listing
from tests.obligations.licenses import DAY, in_instalments, report, with_royalty

MODELS = (
    Agreement,
    Obligation,
    Payment,
    RoyaltyStatement,
    Declaration,
    Listing,
    Organization,
    ApprovalRequest,
    InHouseNotice,
    Pool,
    PoolMember,
    PoolChange,
    Enquiry,
    ListingBatch,
)
OTHER_NAMES = {
    "agreement:sign_first": "agreement:sign",
    "agreement:accept": "agreement:take_effect",
    "agreement:begin_trial": "agreement:take_effect",
    "pool_change:adopt": "pool:adopt_shares",
    "pool_change:drop": "pool:drop_change",
    "pool_member:join": "pool:join",
    "pool_member:decline": "pool:decline",
    "pool_member:give_notice": "pool:give_notice",
}
"""Moves whose event is named after the fact rather than after the move."""
SUBJECTS = {"enquiries": "enquiry", "listing_batches": "batch"}
"""Where the name of the table is not the plural of the subject."""


@contextmanager
def moves():
    """Notes every move of a life cycle while it is open: (public id, tag) of the expected event."""
    noted = []
    with ExitStack() as stack:
        for model in MODELS:
            name = "_move" if model is Organization else "move"
            move = getattr(model, name)
            stack.enter_context(patch.object(model, name, _noting(move, noted)))
        yield noted


def _noting(move, noted):
    def noting(record, action, *rest):
        move(record, action, *rest)
        tag = f"{_subject(record)}:{action.rstrip('_')}"
        noted.append((record, OTHER_NAMES.get(tag, tag)))

    return noting


def _subject(record):
    table = record.__tablename__
    return SUBJECTS.get(table, table.removesuffix("s"))


def _told_of(record):
    """The record whose history tells of the move: a pool's tells of its members and shares."""
    return record.pool if isinstance(record, PoolMember | PoolChange) else record


def newest():
    return db.session.scalar(select(func.max(AuditEvent.id))) or 0


def assert_one_event_each(noted, since):
    assert noted
    expected = Counter((_told_of(record).public_id, tag) for record, tag in noted)
    found = Counter(
        (event.subject_id, event.tag.replace("return_", "return"))
        for event in db.session.scalars(select(AuditEvent).where(AuditEvent.id > since))
    )
    missed = {key: (found[key], times) for key, times in expected.items() if found[key] != times}
    assert not missed


# What is done to each kind of record: a scene, and acts that each move it.


def notice():
    agreement = deals.drafted(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    user = owner_of(agreement.licensee)
    return [
        lambda: agreements.sign_notice(agreement, deals.act_of(agreement, user)),
        lambda: agreements.withdraw_notice(agreement, "改用他案", user),
    ]


def held_notice():
    company = make_organization(verified=False)
    agreement = deals.drafted(deals.published(), company)
    administrator = make_administrator()
    return [
        lambda: agreements.sign_notice(agreement, deals.act_of(agreement, owner_of(company))),
        lambda: accounts.request_verification(company, owner_of(company)),
        lambda: accounts.verify_organization(company, administrator),
    ]


def contract():
    agreement = deals.drafted(in_instalments().listing)
    licensee, licensor = owner_of(agreement.licensee), owner_of(agreement.licensor)

    def sign(side, user):
        act = deals.act_of(agreement, user)
        agreements.sign_contract(agreement, side, act, clock.today() + 9 * DAY)

    return [
        lambda: sign(Side.LICENSEE, licensee),
        lambda: sign(Side.LICENSOR, licensor),
        lambda: agreements.serve_demand(agreement, 1, clock.today() + 9 * DAY, licensor),
        lambda: agreements.cure(agreement),
        lambda: agreements.terminate(agreement, "停产", licensee),
    ]


def offer_and_trial():
    listing = deals.published(FeeMode.TRIAL_THEN_CONVERT, Route.ORDINARY, amount_fen=5_000_000)
    agreement = deals.drafted(listing)
    user = owner_of(agreement.licensee)

    def signed(side):
        made = agreement.conversion
        act = deals.act_of(made, owner_of(made.party(side)))
        agreements.sign_contract(made, side, act, clock.today() + 9 * DAY)

    return [
        lambda: agreements.accept_standing_offer(agreement, deals.act_of(agreement, user)),
        lambda: agreements.evaluate(agreement, "达到指标", user),
        lambda: agreements.draft_conversion(agreement, user),
        lambda: signed(Side.LICENSEE),
        lambda: signed(Side.LICENSOR),
    ]


def money():
    agreement = in_instalments()
    licensee, licensor = owner_of(agreement.licensee), owner_of(agreement.licensor)
    paid = deals.pay(agreement, 600_000, clock.today(), "first")
    return [
        lambda: payments.confirm(paid, licensor),
        lambda: payments.state_transfer(agreement, 9, clock.today(), "second", None, licensee),
        lambda: payments.reverse_payment(paid, "银行退回", licensor),
        lambda: deciding.decide(
            rows_of(agreement)[0], DecisionKind.WAIVE, "支持首批企业", licensor
        ),
        lambda: obligations.enter_fact(agreement, FactKind.INVALIDATED, clock.today(), None),
    ]


def voucher():
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    user, owner = owner_of(agreement.licensee), owner_of(agreement.licensor)
    paid = []

    def pay():
        paid[:] = [
            payments.state_transfer(agreement, deals.LUMP_FEN, clock.today(), "", None, user)
        ]

    return [pay, lambda: payments.dispute(paid[0], "未到账", owner)]


def reports():
    agreement = with_royalty()
    row = rows_of(agreement)[0]
    owner, statement = owner_of(agreement.licensor), report(agreement, row, 1_000_000)
    return [
        lambda: statements.dispute_statement(statement, "与开票额不符", owner),
        lambda: statements.accept_statement(statement, owner),
    ]


def declaration():
    listing = make_listing(ListingStatus.PUBLISHED)
    made = listing.items[0].declaration
    owner, second = owner_of(made.organization), manager_of(made.organization)
    proof = evidence()
    return [
        lambda: declarations.submit_for_approval(made, owner),
        lambda: declarations.approve(made, second),
        lambda: declarations.sign_commitment(made, owner),
        lambda: declarations.mark_submitted(made, owner, clock.today()),
        lambda: _announce(made, owner, second, proof),
        lambda: declarations.request_withdrawal(made, owner, clock.today(), "拟转让", proof),
        lambda: declarations.announce_withdrawal(made, owner, clock.today(), "42卷11期", proof),
    ]


def _announce(made, owner, second, proof):
    declarations.enter_announcement(made, "KF1", clock.today(), "42卷10期", proof, owner)
    declarations.check_announcement(made, second)


def shelf():
    listing = make_listing()
    owner, staff = owner_of(listing.organization), make_administrator()
    return [
        lambda: listings.submit(listing, owner),
        lambda: listings.publish(listing, staff),
        lambda: listings.pause(listing, owner),
        lambda: listings.resume(listing, owner),
        lambda: listings.unpublish(listing, owner),
    ]


SCENES = (
    notice,
    held_notice,
    contract,
    offer_and_trial,
    money,
    voucher,
    reports,
    declaration,
    shelf,
    *room_scenes.ALL,
)
BOTH = pytest.mark.databases("sqlite", "postgresql")


@pytest.mark.parametrize("scene", SCENES, ids=lambda each: each.__name__)
def test_each_move_leaves_exactly_one_event(app, scene):
    acts = scene()
    for act in acts:
        since = newest()
        with moves() as noted, transaction():
            act()
        if noted:
            assert_one_event_each(noted, since)


@BOTH
@pytest.mark.parametrize("scene", SCENES, ids=lambda each: each.__name__)
def test_without_its_event_no_change_stands(app, scene, monkeypatch):
    """The event cannot be written: the change is gone; then it can, and the act is done."""
    for act in scene():
        before = states()
        with monkeypatch.context() as broken:
            broken.setattr(audit, "event_values", _fail)
            with pytest.raises(NoEvent), transaction():
                act()
        assert states() == before
        with transaction():
            act()


@pytest.mark.parametrize("scene", SCENES, ids=lambda each: each.__name__)
def test_when_the_change_fails_its_event_is_gone_too(app, scene):
    act = scene()[0]
    before, since = states(), newest()
    with pytest.raises(NoEvent), transaction():
        act()
        assert held(AuditEvent) or newest() > since
        raise NoEvent
    assert (states(), newest()) == (before, since)


def test_control_a_move_without_an_event_is_seen(app):
    """A move without an event is found."""
    listing = make_listing(ListingStatus.PUBLISHED)
    since = newest()
    with moves() as noted, transaction():
        listing.move("pause")
    with pytest.raises(AssertionError):
        assert_one_event_each(noted, since)


def test_every_life_cycle_here_belongs_to_a_model_that_is_watched():
    watched = {
        "agreement/open",
        "agreement/contract",
        "obligation",
        "payment",
        "royalty_statement",
        "declaration",
        "listing",
        "organization",
        "approval_request",
        "in_house_notice",
        "pool",
        "pool_member",
        "pool_change",
        "enquiry",
        "batch",
    }
    assert watched <= set(LIFECYCLES)


def test_a_release_of_statistics_and_its_event_stand_or_fall_together(app, monkeypatch):
    """It has no life: made once, it stays as it was published."""
    today = clock.today()
    through = last_full_quarter(today)
    with monkeypatch.context() as broken:
        broken.setattr(audit, "event_values", _fail)
        with pytest.raises(NoEvent), transaction():
            release(through, today, SYSTEM)
    count = select(func.count(StatisticsRelease.id))
    assert db.session.scalar(count) == 0
    for _ in range(2):
        with transaction():
            made = release(through, today, SYSTEM)
    assert db.session.scalar(count) == 1
    assert [event.tag for event in audit.history(made)] == ["statistics:release"]


class NoEvent(RuntimeError):
    pass


def _fail(*_):
    raise NoEvent


def states():
    """The status of every record of every watched kind, by table."""
    db.session.rollback()
    return {
        model.__tablename__: db.session.execute(
            select(model.public_id, model.status).order_by(model.id)
        ).all()
        for model in MODELS
    }
