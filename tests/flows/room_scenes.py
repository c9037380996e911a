"""Scenes for ``test_events``: what moves in the house, in pools, enquiries and batches, act by act."""

from datetime import timedelta

from marketplace import clock
from marketplace.batches import services as batches
from marketplace.batches.services.offering import joint_offer
from marketplace.database import transaction
from marketplace.enquiries import services as enquiries
from marketplace.extensions import db
from marketplace.in_house import queries
from marketplace.in_house import services as in_house
from marketplace.in_house.models import ObjectionResult, Verdict
from marketplace.in_house.models.approvals import ApprovalStep
from marketplace.listings import services as listings
from marketplace.listings.services.house import subject_of
from marketplace.pools import services as pools
from marketplace.pools.models import PoolChange
from marketplace.pools.services.sharing import digest
from marketplace.terms.enums import FeeMode
from marketplace.terms.presets import preset
from tests import deals
from tests.accounts.factories import make_administrator, owner_of
from tests.batches.factories import make_batch
from tests.declarations.factories import evidence, make_patent, manager_of
from tests.enquiries.factories import ANSWER, QUESTION, asked
from tests.listings.factories import reviewer
from tests.pools.factories import act_of, found, invited, joined

DAY = timedelta(1)


def _for_sale():
    listing = deals.published(terms=preset(FeeMode.PRICE, amount_fen=5_000_000))
    return listing, owner_of(listing.organization), manager_of(listing.organization)


def _decide(listing, verdict, by):
    note = "价格待议" if verdict is Verdict.RETURN else ""
    in_house.decide([queries.latest_round(listing)], verdict, by, note=note)


def _open(listing, by):
    in_house.open_notice(
        [subject_of(listing, listing.record)],
        by,
        opened_on=clock.today() - 20 * DAY,
        days=10,
        place="学校官网",
        evidence=evidence(),
    )


def _object(listing, by):
    notice = queries.notice_of(listing)
    in_house.object_to(
        notice, by, raised_by="张老师", raised_on=notice.opened_on + DAY, text="价格偏低"
    )


def _rule(listing, by):
    (objection,) = queries.notice_of(listing).objections
    in_house.rule_on(
        objection,
        by,
        result=ObjectionResult.NOT_UPHELD,
        handling="已复核",
        ruled_on=clock.today(),
    )


def house():
    listing, owner, second = _for_sale()
    steps = [ApprovalStep(name, roles=("manager",)) for name in ("院系", "技术转移中心")]
    with transaction():
        in_house.set_chain(listing.organization, steps, owner)
    return [
        lambda: listings.ask_notice(listing, owner),
        lambda: _decide(listing, Verdict.APPROVE, second),
        lambda: _decide(listing, Verdict.APPROVE, second),
        lambda: _open(listing, owner),
        lambda: _object(listing, owner),
        lambda: _rule(listing, owner),
        lambda: in_house.pass_notice(queries.notice_of(listing), owner),
    ]


def house_with_second_thoughts():
    listing, owner, second = _for_sale()
    return [
        lambda: listings.ask_notice(listing, owner),
        lambda: _decide(listing, Verdict.RETURN, second),
        lambda: listings.ask_notice(listing, owner),
        lambda: in_house.recall(queries.latest_round(listing), owner, "改价"),
        lambda: listings.ask_notice(listing, owner),
        lambda: _decide(listing, Verdict.APPROVE, second),
        lambda: _open(listing, owner),
        lambda: in_house.take_out(queries.standing_in(listing), owner, "价格待议"),
    ]


def pool():
    made = found()
    operator = owner_of(made.operator)
    members = [joined(made), joined(made)]
    third, fourth = invited(made), invited(made)
    patent = make_patent(third.organization)
    soon = clock.today() + 10 * DAY

    def propose():
        pools.propose(made, {members[0].public_id: 3}, soon, "按贡献调整", operator)

    def newest():
        return db.session.query(PoolChange).order_by(PoolChange.id.desc()).first()

    def consent(member):
        change = newest()
        act = act_of(made, member.organization)
        pools.consent(change, member, type(act)(by=act.by, text_sha256=digest(change)))

    return [
        lambda: pools.join(third, [patent], act_of(made, third.organization)),
        lambda: pools.decline(fourth, owner_of(fourth.organization)),
        lambda: pools.start(made, operator),
        propose,
        lambda: pools.drop_change(newest(), operator),
        propose,
        lambda: consent(members[0]),
        lambda: consent(members[1]),
        lambda: consent(third),
        lambda: pools.give_notice(
            third, clock.today() + 60 * DAY, "自行实施", act_of(made, third.organization)
        ),
        lambda: pools.close(made, operator),
    ]


def enquiry():
    thread = asked()
    asker, patentee = owner_of(thread.organization), owner_of(thread.patentee)
    staff = make_administrator()
    return [
        lambda: enquiries.answer(thread, patentee, ANSWER),
        lambda: enquiries.ask_again(thread, asker, QUESTION),
        lambda: enquiries.report(thread, patentee, "广告"),
        lambda: enquiries.hide(thread, staff, "广告"),
        lambda: enquiries.restore(thread, staff),
        lambda: enquiries.close(thread, asker),
    ]


def batch():
    made = make_batch(count=2)
    owner = owner_of(made.organization)
    staff = reviewer()
    return [
        lambda: batches.prepare_some(made, owner),
        lambda: batches.reopen(made, owner),
        lambda: batches.prepare_some(made, owner),
        lambda: batches.sign_offers(made, owner, shown_sha256=joint_offer(made).sha256),
        lambda: batches.submit_some(made, owner),
        lambda: batches.return_some(made, staff, "请补充用途"),
        lambda: batches.drop(made, owner),
    ]


def finished_batch():
    made = make_batch("submitted", count=2)
    staff = reviewer()
    return [lambda: batches.publish_some(made, staff)]


ALL = (house, house_with_second_thoughts, pool, enquiry, batch, finished_batch)
