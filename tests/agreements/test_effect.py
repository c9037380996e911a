"""Whether a license took effect: a withdrawal day that becomes known late (R-72), payments taken back,
false vouchers. Two persons decide; until then nothing is asked for."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock, files
from marketplace.accounts.models import InboxMessage, Role
from marketplace.agreements import queries, services
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.questions import (
    EffectEntry,
    EffectFinding,
    EffectQuestion,
    QuestionCause,
    QuestionStatus,
)
from marketplace.agreements.services import questions
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.declarations import services as declarations
from marketplace.errors import NotAllowed, Refused
from marketplace.evidence.agreements import _records
from marketplace.extensions import db
from marketplace.feedback.contents import of_agreement
from marketplace.ledger.chart import AccountCode, AccountKind
from marketplace.ledger.queries import balance
from marketplace.obligations import deciding
from marketplace.obligations.models import DecisionKind, ObligationStatus
from marketplace.obligations.services import rows_of
from marketplace.payments.queries import payments_of
from marketplace.registration import queries as filings
from marketplace.registration.models import FilingStatus, Note
from marketplace.terms.enums import FeeMode
from marketplace.terms.routes import Duty
from tests import deals
from tests.accounts.factories import (
    make_administrator,
    make_member,
    owner_of,
)
from tests.declarations.factories import evidence, manager_of
from tests.kept_scenes import kept_scene
from tests.obligations.licenses import pay, run_on

BOTH = pytest.mark.databases("sqlite", "postgresql")
NEVER, STANDS = EffectFinding.NEVER, EffectFinding.STANDS
LATE = timedelta(days=5)


def announce(declaration, day):
    """What the office announced on ``day`` is entered five days later."""
    owner = owner_of(declaration.organization)
    with clock.at(day + LATE):
        with transaction():
            declarations.request_withdrawal(declaration, owner, day, "拟转让", evidence())
        with transaction():
            declarations.announce_withdrawal(declaration, owner, day, "42卷11期", evidence())


@kept_scene
def late_known(days=0):
    """A license in effect since today; the declaration was over ``days`` after that."""
    agreement = deals.noticed(deals.published())
    announce(agreement.declaration, agreement.effective_on + timedelta(days))
    return agreement


@kept_scene
def in_parts():
    """An open license in two instalments, the first paid: in effect since today."""
    listing = deals.published(
        FeeMode.INSTALMENTS, amounts_fen=[1_000_000, 2_000_000], every_months=3, months=24
    )
    agreement = deals.noticed(listing)
    pay(agreement, 1_000_000)
    return agreement


def told(agreement, party):
    return db.session.scalars(
        select(InboxMessage.code).where(InboxMessage.organization_id == party.id)
    ).all()


def find(agreement, finding=NEVER, by=None, proof=None):
    with transaction():
        return questions.find(
            queries.open_question(agreement),
            finding,
            "撤回公告日早于通知送达日",
            proof,
            by or owner_of(agreement.licensor),
        )


def confirm(agreement, entry, by):
    with transaction():
        questions.confirm(queries.open_question(agreement), entry.public_id, by)


@pytest.mark.parametrize(("days", "asked"), [(0, True), (-1, True), (1, False)])
def test_licenses_from_the_day_of_the_announcement_on_are_asked_about(app, days, asked):
    """R-72: the cut-off is the day on which the office announces the withdrawal, that day included."""
    agreement = deals.noticed(deals.published())
    with clock.at(agreement.effective_on + LATE):
        declaration = agreement.declaration
        declaration.announced_on = agreement.effective_on - timedelta(30)
        db.session.commit()
    staff = make_administrator()
    announce(declaration, agreement.effective_on + timedelta(days))
    question = queries.open_question(agreement)
    assert (question is not None) is asked
    assert agreement.status is S.EFFECTIVE
    licensee_told = told(agreement, agreement.licensee)
    assert ("agreement_effect_asked_licensee" in licensee_told) is asked
    assert ("agreement_declaration_closed" in licensee_told) is not asked
    assert ("agreement_effect_asked" in told(agreement, agreement.licensor)) is asked
    row = db.session.scalar(select(InboxMessage).where(InboxMessage.user_id == staff.id))
    assert (row is not None) is asked
    if question is not None:
        assert question.closed_on == declaration.withdrawn_on
        assert row.due_on == question.decide_by == declaration.withdrawn_on + timedelta(20)
        assert row.link == f"/agreements/{agreement.public_id}/effect"


@BOTH
def test_two_persons_find_that_it_never_was_and_everything_follows(app):
    agreement = late_known()
    recordal = filings.one(agreement, Duty.RECORDAL)
    assert recordal.status is FilingStatus.DUE
    entry = find(agreement)
    assert agreement.status is S.EFFECTIVE
    confirm(agreement, entry, manager_of(agreement.licensor))
    assert agreement.status is S.SET_ASIDE
    assert agreement.end_reason == entry.text
    assert (recordal.status, recordal.note) == (FilingStatus.NOT_NEEDED, Note.NEVER_EFFECTIVE)
    assert of_agreement(agreement.public_id).cancelled
    for party in (agreement.licensor, agreement.licensee):
        assert told(agreement, party)[-1] == "agreement_effect_never"
    tags = {event.tag for event in history(agreement)}
    for step in ("question_effect", "effect_found", "effect_confirmed", "set_aside"):
        assert f"agreement:{step}" in tags
    assert queries.questions_of(agreement)[0].status is QuestionStatus.DECIDED


def test_the_first_person_and_strangers_do_not_decide(app):
    agreement = late_known()
    owner = owner_of(agreement.licensor)
    viewer = make_member(agreement.licensor).user
    for stranger in (owner_of(agreement.licensee), viewer):
        with pytest.raises(NotAllowed):
            find(agreement, by=stranger)
    entry = find(agreement)
    for wrong in (owner, viewer, owner_of(agreement.licensee), make_administrator()):
        with pytest.raises(NotAllowed):
            confirm(agreement, entry, wrong)
    assert agreement.status is S.EFFECTIVE
    manager = manager_of(agreement.licensor)
    with transaction():
        questions.send_back(queries.open_question(agreement), "先问银行", manager)
    again = find(agreement, by=manager)
    with pytest.raises(Refused) as refusal:  # the finding that was read is not the one that stands
        confirm(agreement, entry, owner)
    assert refusal.value.code == "finding_changed"
    confirm(agreement, again, owner)
    assert agreement.status is S.SET_ASIDE


def test_in_an_organization_of_one_member_an_administrator_is_the_second_person(app):
    agreement = late_known()
    membership = agreement.licensor.memberships[1]
    membership.left_at = clock.now()
    db.session.commit()
    entry = find(agreement)
    insider = make_administrator()
    make_member(agreement.licensee, insider, Role.VIEWER)
    with pytest.raises(NotAllowed):
        confirm(agreement, entry, insider)
    confirm(agreement, entry, make_administrator())
    assert agreement.status is S.SET_ASIDE


def test_that_it_stands_has_to_be_proven(app):
    agreement = late_known()
    with pytest.raises(Refused) as refusal:
        find(agreement, STANDS)
    assert (refusal.value.code, refusal.value.field) == ("evidence_missing", "evidence")
    entry = find(agreement, STANDS, proof=files.put(b"bank"))
    confirm(agreement, entry, manager_of(agreement.licensor))
    assert agreement.status is S.EFFECTIVE
    assert told(agreement, agreement.licensee)[-1] == "agreement_effect_stands"
    assert dict(_records(agreement, []))[f"effect/{entry.public_id}"] == b"bank"
    assert queries.open_question(agreement) is None


@BOTH
def test_nothing_is_asked_for_until_it_is_decided(app):
    """Amounts go on hold with the question and come back with the finding that the license stands."""
    agreement = in_parts()
    first, second = rows_of(agreement)[:2]
    announce(agreement.declaration, agreement.effective_on)
    run_on(second.due_on)
    assert (first.status, second.status) == (ObligationStatus.PAID, ObligationStatus.ON_HOLD)
    owner, manager = owner_of(agreement.licensor), manager_of(agreement.licensor)
    with pytest.raises(Refused) as refusal, transaction():
        deciding.decide(second, DecisionKind.RELEASE, "先付", owner)
    assert refusal.value.code == "effect_in_question"
    with clock.at(second.due_on):
        entry = find(agreement, STANDS, proof=files.put(b"bank"))
        confirm(agreement, entry, manager)
    assert second.status is ObligationStatus.DUE


@BOTH
def test_what_was_paid_on_a_license_that_never_was_waits_for_its_return(app):
    """Not owed, so no longer counted; received, so never dropped: it stands in suspense."""
    agreement = in_parts()
    announce(agreement.declaration, agreement.effective_on)
    confirm(agreement, find(agreement), manager_of(agreement.licensor))
    assert {row.status for row in rows_of(agreement)} == {ObligationStatus.VOID}
    assert [row.paid_fen for row in rows_of(agreement)] == [0, 0]
    (payment,) = payments_of(agreement)
    assert payment.suspense_fen == payment.amount_fen == 1_000_000
    suspense = AccountCode(AccountKind.SUSPENSE, agreement.licensor.public_id)
    assert -balance(str(suspense)) == 1_000_000


def test_a_hold_of_their_own_outlives_the_question(app):
    agreement = in_parts()
    second = rows_of(agreement)[1]
    with transaction():
        deciding.decide(second, DecisionKind.HOLD, "协商中", owner_of(agreement.licensor))
    announce(agreement.declaration, agreement.effective_on)
    entry = find(agreement, STANDS, proof=files.put(b"bank"))
    confirm(agreement, entry, manager_of(agreement.licensor))
    assert second.status is ObligationStatus.ON_HOLD


def test_a_license_that_ends_meanwhile_takes_the_question_with_it(app):
    agreement = late_known()
    with transaction():
        services.terminate(agreement, "双方解除", owner_of(agreement.licensee))
    assert queries.questions_of(agreement)[0].status is QuestionStatus.OVERTAKEN
    assert agreement.status is S.TERMINATED


def test_the_licensee_is_heard(app):
    agreement = late_known()
    question = queries.open_question(agreement)
    with pytest.raises(NotAllowed), transaction():
        questions.state(question, "已付款", None, owner_of(agreement.licensor))
    with transaction():
        questions.state(question, "款项于前一日到账", None, owner_of(agreement.licensee))
    assert question.status is QuestionStatus.ASKED
    assert told(agreement, agreement.licensor)[-1] == "agreement_effect_stated"
    with pytest.raises(Exception, match="append-only"):
        db.session.execute(EffectEntry.__table__.update().values(text="x"))
    db.session.rollback()


def test_one_question_at_a_time_whoever_asks(app):
    """Negative control of the check in ``causes``: the database's key refuses the second one too."""
    agreement = late_known()
    with transaction():
        assert services.ask_about_closing(agreement) is None
    with pytest.raises(Refused) as refusal, transaction():
        questions._ask(agreement, QuestionCause.CLOSED_BEFORE, owner_of(agreement.licensor))
    assert refusal.value.code == "asked_already"
    assert len(db.session.scalars(select(EffectQuestion)).all()) == 1


def test_control_without_the_hold_an_amount_falls_due(app, monkeypatch):
    monkeypatch.setattr("marketplace.obligations.lines.questions_of", lambda agreement: ())
    agreement = in_parts()
    second = rows_of(agreement)[1]
    announce(agreement.declaration, agreement.effective_on)
    run_on(second.due_on)
    assert second.status is ObligationStatus.DUE


def test_control_without_the_cut_off_nobody_is_asked(app, monkeypatch):
    monkeypatch.setattr(services, "began_too_late", lambda agreement: False)
    agreement = deals.noticed(deals.published())
    announce(agreement.declaration, agreement.effective_on)
    assert queries.open_question(agreement) is None


def test_control_without_the_second_person_one_decides_alone(app, monkeypatch):
    agreement = late_known()
    entry = find(agreement)
    monkeypatch.setattr("marketplace.agreements.policies.may_confirm", lambda *_: True)
    confirm(agreement, entry, owner_of(agreement.licensor))
    assert agreement.status is S.SET_ASIDE
