"""Who joins a pool, by what act, and from which day its share counts."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import NotAllowed, Refused, TransitionNotAllowed
from marketplace.extensions import db
from marketplace.pools import services
from marketplace.pools.models import CHANGE, MEMBER, POOL, ChangeStatus, MemberStatus, PoolStatus
from marketplace.pools.queries import mandated, share_history, without_mandate
from marketplace.pools.services import Act
from marketplace.pools.services.sharing import digest
from marketplace.terms.splits import weights_on
from tests import deals
from tests.accounts.factories import owner_of
from tests.declarations.factories import make_patent, make_patentee, manager_of
from tests.pools.factories import act_of, found, invited, joined, leave, running


def refused(call, *arguments):
    with pytest.raises(Refused) as refusal, transaction():
        call(*arguments)
    return refusal.value.code


def units(pool, day=None):
    return [weight for _, weight in weights_on(day or clock.today(), share_history(pool))]


@pytest.mark.parametrize(
    ("life", "allowed"),
    [
        (
            POOL,
            {("start", "forming"), ("close", "forming"), ("close", "running")},
        ),
        (MEMBER, {("join", "invited"), ("decline", "invited"), ("give_notice", "joined")}),
        (CHANGE, {("adopt", "proposed"), ("drop", "proposed")}),
    ],
)
def test_lives(life, allowed):
    kinds = {POOL: PoolStatus, MEMBER: MemberStatus, CHANGE: ChangeStatus}
    for status in kinds[life]:
        for action in {name for name, _ in allowed}:
            if (action, status.value) in allowed:
                life.after(status, action)
            else:
                with pytest.raises(TransitionNotAllowed):
                    life.after(status, action)


def test_joining_is_a_recorded_act_over_the_very_text(app):
    pool = found()
    member = joined(pool, weight=3)
    (mandate,) = member.mandates
    assert mandate.text_sha256 == pool.text_sha256
    assert mandate.patent_numbers == member.patent_numbers
    assert mandate.signer_name == owner_of(member.organization).name
    assert mandate.authority
    tags = [event.tag for event in history(pool)]
    assert {"pool:found", "pool:invite", "pool:join"} <= set(tags)
    assert units(pool) == [3]


def test_another_text_than_the_one_shown_is_not_signed(app):
    member = invited(found())
    act = Act(by=owner_of(member.organization), text_sha256="0" * 64)
    patents = [make_patent(member.organization)]
    assert refused(services.join, member, patents, act) == "text_changed"


def test_only_a_signatory_of_the_member_signs(app):
    pool = found()
    member = invited(pool)
    patents = [make_patent(member.organization)]
    manager = manager_of(member.organization)
    for person in (manager, owner_of(pool.operator)):
        act = Act(by=person, text_sha256=pool.text_sha256)
        assert refused(services.join, member, patents, act) == "not_signatory"


def test_only_ones_own_patents_come_in(app):
    pool = found()
    member = invited(pool)
    act = act_of(pool, member.organization)
    assert refused(services.join, member, [make_patent(make_patentee())], act) == "not_yours"
    assert refused(services.join, member, [], act) == "no_patents"


def test_a_second_click_changes_nothing(app):
    pool = found()
    member = joined(pool)
    with transaction():
        services.join(member, [make_patent(member.organization)], act_of(pool, member.organization))
    assert len(member.mandates) == len(member.shares) == 1


def test_an_unverified_member_does_not_sign(app):
    pool = found()
    member = invited(pool)
    deals.unverify(member.organization)
    patents = [make_patent(member.organization)]
    act = act_of(pool, member.organization)
    assert refused(services.join, member, patents, act) == "organization_not_verified"


def test_nobody_is_invited_twice_and_a_declined_one_may_be_invited_again(app):
    pool = found()
    member = invited(pool)
    owner = owner_of(pool.operator)
    assert refused(services.invite, pool, member.organization, 1, owner) == "member_twice"
    with transaction():
        services.decline(member, owner_of(member.organization))
    assert invited(pool, member.organization).status is MemberStatus.INVITED


def test_only_the_operator_invites_starts_and_closes(app):
    pool = found()
    stranger = owner_of(joined(pool).organization)
    for call in (
        lambda: services.invite(pool, make_patentee(), 1, stranger),
        lambda: services.start(pool, stranger),
        lambda: services.close(pool, stranger),
    ):
        with pytest.raises(NotAllowed), transaction():
            call()


def test_one_member_is_no_pool(app):
    pool = found()
    joined(pool)
    assert refused(services.start, pool, owner_of(pool.operator)) == "too_few_members"


# From which day on (never backwards)


def test_once_the_pool_runs_joining_counts_from_tomorrow(app):
    pool = running(3, 2)
    joined(pool, weight=5)
    tomorrow = clock.today() + timedelta(1)
    assert units(pool) == [3, 2]
    assert units(pool, tomorrow) == [3, 2, 5]


def test_leaving_takes_the_agreed_notice_and_ends_with_its_last_day(app):
    pool = running(3, 2, 2)
    member, today = pool.members[2], clock.today()
    act = act_of(pool, member.organization)
    early = today + timedelta(29)
    assert refused(services.give_notice, member, early, "", act) == "notice_too_short"
    last = today + timedelta(30)
    leave(member, last)
    assert units(pool, last) == [3, 2, 2]
    assert units(pool, last + timedelta(1)) == [3, 2]
    assert member.belongs_on(last)
    assert not member.belongs_on(last + timedelta(1))


@pytest.mark.parametrize("days", [30, 35, 50])
def test_somebody_stays_to_whom_fees_belong_whoever_leaves_first(app, days):
    pool = running(1, 1)
    today = clock.today()
    leave(pool.members[0], today + timedelta(40))
    last = pool.members[1]
    act = act_of(pool, last.organization)
    code = refused(services.give_notice, last, today + timedelta(days), "", act)
    assert code == "last_member"
    with transaction():
        services.close(pool, owner_of(pool.operator))
    assert refused(services.give_notice, last, today + timedelta(days), "", act) == "last_member"


def test_among_equal_remainders_who_joined_earlier_comes_first(app):
    pool = found()
    early, late = invited(pool), invited(pool)
    for member in (late, early):
        act = act_of(pool, member.organization)
        with transaction():
            services.join(member, [make_patent(member.organization)], act)
    parties = [party for party, _ in weights_on(clock.today(), share_history(pool))]
    assert parties == [late.organization.public_id, early.organization.public_id]


def test_the_history_of_shares_refuses_every_change(app):
    pool = running(3, 2)
    with pytest.raises(Exception, match="append-only"), db.engine.begin() as connection:
        connection.execute(text("UPDATE pool_shares SET weight = 9"))
    db.session.rollback()
    assert units(pool) == [3, 2]


def test_the_agreement_that_was_signed_refuses_every_change(app):
    pool = running(3, 2)
    with pytest.raises(Exception, match="fixed"), db.engine.begin() as connection:
        connection.execute(text("UPDATE pools SET notice_days = 1"))
    db.session.rollback()
    assert pool.notice_days == 30


# New shares: all agree, before their day


def proposed(pool, weight=9, day=None):
    member = pool.members[0]
    with transaction():
        return services.propose(
            pool,
            {member.public_id: weight},
            day or clock.today() + timedelta(10),
            "按贡献调整",
            owner_of(pool.operator),
        )


def agree(change, member):
    act = Act(by=owner_of(member.organization), text_sha256=digest(change))
    with transaction():
        services.consent(change, member, act)


def test_new_shares_count_when_every_member_has_agreed(app):
    pool = running(3, 2)
    change = proposed(pool)
    agree(change, pool.members[0])
    assert change.status is ChangeStatus.PROPOSED
    assert units(pool, change.effective_on) == [3, 2]
    agree(change, pool.members[1])
    assert change.status is ChangeStatus.ADOPTED
    assert units(pool, change.effective_on - timedelta(1)) == [3, 2]
    assert units(pool, change.effective_on) == [9, 2]


def test_shares_never_change_backwards(app):
    pool = running(3, 2)
    owner, member = owner_of(pool.operator), pool.members[0]
    arguments = (pool, {member.public_id: 9}, clock.today(), "", owner)
    assert refused(services.propose, *arguments) == "not_ahead"
    change = proposed(pool)
    with clock.at(change.effective_on):
        act = Act(by=owner_of(member.organization), text_sha256=digest(change))
        assert refused(services.consent, change, member, act) == "not_ahead"


def test_agreement_to_another_change_is_none(app):
    pool = running(3, 2)
    change, member = proposed(pool), pool.members[0]
    act = Act(by=owner_of(member.organization), text_sha256="0" * 64)
    assert refused(services.consent, change, member, act) == "text_changed"


def test_shares_agreed_for_days_after_a_members_last_do_not_bring_it_back(app):
    pool = running(3, 2, 2)
    change = proposed(pool, day=clock.today() + timedelta(90))
    for member in pool.members:
        agree(change, member)
    leave(pool.members[0], clock.today() + timedelta(30))
    assert units(pool, clock.today() + timedelta(100)) == [2, 2]


# Authority


def test_the_operator_may_license_what_present_members_mandate(app):
    pool = running(3, 2)
    assert [each.number for each in mandated(pool, clock.today())] == sorted(
        number for member in pool.members for number in member.patent_numbers
    )
    outside = make_patent(pool.members[0].organization)
    assert without_mandate(pool, [outside], clock.today()) == [outside]


def test_with_its_member_a_patent_leaves_the_mandate(app):
    pool = running(3, 2, 2)
    last = clock.today() + timedelta(30)
    leave(pool.members[0], last)
    assert len(mandated(pool, last)) == 3
    assert len(mandated(pool, last + timedelta(1))) == 2


def test_everybody_is_told(app):
    pool = running(3, 2)
    joined(pool)
    codes = {
        (message.code, message.organization_id)
        for message in db.session.query(InboxMessage).filter(InboxMessage.code.like("pool:%"))
    }
    assert ("pool:joined", pool.operator_id) in codes
    for member in pool.members:
        assert ("pool:invited", member.organization_id) in codes
    assert ("pool:member_changed", pool.members[0].organization_id) in codes
