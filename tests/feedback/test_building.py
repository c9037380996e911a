"""What is told, of whom, and what is not; corrections and cancellations (R-83); nothing twice."""

import json

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from marketplace import clock
from marketplace.accounts.models import OrganizationKind
from marketplace.agreements import services as agreements
from marketplace.audit import following, sequencer
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent, FollowerPosition
from marketplace.audit.services import history, record
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.feedback import building
from marketplace.feedback.building import build, message_id
from marketplace.feedback.models import Change, ConnectorKind, FeedbackDelivery, Message
from marketplace.feedback.receiver import SCHEMA, faults
from marketplace.feedback.reconciling import compare
from marketplace.feedback.shaping import shaped
from marketplace.payments import services as payments
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.factories import make_administrator, owner_of
from tests.declarations.factories import make_patent, make_patentee, manager_of
from tests.feedback.conftest import added
from tests.feedback.scenes import follow, prolong, send, told

WHOLE = json.loads(SCHEMA.read_text(encoding="utf-8"))


class Everything:
    confidential = persons = True


class Nothing:
    confidential = persons = False


def bodies(receiver=Everything):
    return [json.loads(shaped(each.body, receiver)) for each in told()]


def of_kind(kind):
    return [each for each in told() if each.subject_kind == kind]


def paid_deal():
    """A priced open license, paid and confirmed."""
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    payment = deals.pay(agreement, deals.LUMP_FEN, clock.today(), "收款1")
    with transaction():
        payments.confirm(payment, owner_of(agreement.licensor))
    return agreement, payment


def test_messages_fit_the_published_schema_and_tell_only_what_changed(app):
    listing = deals.published()
    agreement = deals.noticed(listing)
    paid, _ = paid_deal()
    follow()
    first = told()
    assert {each.subject_kind for each in first} == {"listing", "declaration", "agreement", "money"}
    assert {each.change for each in first} == {Change.NEW}
    for body in bodies() + bodies(Nothing):
        assert list(faults(WHOLE, body, WHOLE)) == []
    money = next(each for each in of_kind("money") if each.subject_id == paid.public_id)
    assert json.loads(money.body)["data"]["paid"] == {"amount": deals.LUMP_FEN, "currency": "CNY"}
    with transaction():  # an event that changes nothing of what is told
        record("agreement:look", agreement, SYSTEM)
    follow()
    assert len(told()) == len(first)
    prolong(agreement.public_id)
    follow()
    newest = told()[-1]
    assert (newest.subject_id, newest.version, newest.change) == (
        agreement.public_id,
        2,
        Change.CHANGED,
    )


def test_nothing_is_told_before_it_is_public_or_in_effect(app):
    deals.drafted(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    follow()
    assert {each.subject_kind for each in told()} == {"listing", "declaration"}


def test_negotiated_prices_and_persons_only_to_those_entitled(app):
    seller = make_patentee(kind=OrganizationKind.NATURAL_PERSON, name="王小明")
    listing = deals.published(
        FeeMode.LUMP_SUM,
        route=Route.ORDINARY,
        amount_fen=deals.LUMP_FEN,
        patents=[make_patent(seller)],
    )
    deals.accepted(listing)
    follow()
    whole, shown = bodies(), bodies(Nothing)
    assert "王小明" in json.dumps(whole, ensure_ascii=False)
    assert "王小明" not in json.dumps(shown, ensure_ascii=False)
    agreement = next(each for each in whole if each["subject"]["kind"] == "agreement")
    assert agreement["data"]["confidential"]["fixed_total"]["amount"] == deals.LUMP_FEN
    assert "withheld" not in agreement
    bare = next(each for each in shown if each["subject"]["kind"] == "agreement")
    assert bare["withheld"] == ["confidential", "person"]
    private = [each for each in shown if each["subject"]["kind"] != "listing"]  # its fee is public
    assert str(deals.LUMP_FEN) not in json.dumps(private)
    for body in whole + shown:
        assert list(faults(WHOLE, body, WHOLE)) == []


def test_a_payment_taken_back_is_a_correction_and_a_license_that_never_was_a_cancellation(
    connector, partner
):
    agreement, payment = paid_deal()
    follow()
    send()
    with transaction():
        payments.reverse_payment(payment, "银行退回", owner_of(agreement.licensor))
    follow()
    corrected = told()[-1]
    assert (corrected.subject_kind, corrected.change) == ("money", Change.CORRECTED)
    send()
    held = partner.receiver.held("money", agreement.public_id)
    assert held["data"]["paid"]["amount"] == 0
    licensor = agreement.licensor
    with transaction():
        agreements.set_aside(agreement, "付款已退回", owner_of(licensor), manager_of(licensor))
    follow()
    send()
    for kind in ("agreement", "money"):
        held = partner.receiver.held(kind, agreement.public_id)
        assert held["change"] == "cancelled"
        assert held["data"] == {"cancelled": "set_aside", "on": clock.today().isoformat()}
        assert list(faults(WHOLE, held, WHOLE)) == []
    assert compare(connector).lines == []


def test_control_comparing_nothing_that_happens_once_calls_a_correction_a_change(app, monkeypatch):
    monkeypatch.setattr(building, "settled", lambda _data: {})
    agreement, payment = paid_deal()
    follow()
    with transaction():
        payments.reverse_payment(payment, "银行退回", owner_of(agreement.licensor))
    follow()
    assert told()[-1].change is Change.CHANGED


def test_a_batch_repeated_after_a_crash_tells_nothing_twice(app):
    agreement = deals.noticed(deals.published())
    follow()
    before = [(each.message_id, each.body) for each in told()]
    prolong(agreement.public_id)  # the repeated batch sees this already
    _forget_position()
    following.follow("feedback", build)
    assert [(each.message_id, each.body) for each in told()] == before
    sequencer.sequence()
    following.follow("feedback", build)
    assert len(told()) == len(before) + 1


def test_control_without_looking_back_the_database_refuses_the_second_one(app, monkeypatch):
    deals.noticed(deals.published())
    follow()
    count = len(told())
    monkeypatch.setattr(building, "_newest", lambda _subjects: {})
    _forget_position()
    following.follow("feedback", build)
    stuck = db.session.scalars(
        select(FollowerPosition).where(FollowerPosition.name == "feedback")
    ).one()
    assert stuck.failures == 1
    assert "IntegrityError" in stuck.last_error
    assert len(told()) == count


def test_ids_follow_from_events_and_differ_by_subject(app):
    agreement = deals.noticed(deals.published())
    follow()
    event = history(agreement)[-1]
    one = message_id(event, ("agreement", "a"))
    assert one == message_id(event, ("agreement", "a"))
    assert one != message_id(event, ("money", "a"))
    known = {each.message_id for each in told()}
    made = {
        message_id(
            db.session.get_one(AuditEvent, each.event_id), (each.subject_kind, each.subject_id)
        )
        for each in told()
    }
    assert known == made


def test_a_new_receiver_gets_everything_from_the_first_message_on(lenient, app):
    deals.noticed(deals.published())
    follow()
    staff = make_administrator()
    one = added(staff, "everything", kind=ConnectorKind.FOLDER)
    some = added(staff, "listings", kind=ConnectorKind.FOLDER, subjects=["listing"])

    def count(connector):
        return db.session.scalar(
            select(func.count(FeedbackDelivery.id)).where(
                FeedbackDelivery.connector_id == connector.id
            )
        )

    assert count(one) == len(told())
    assert count(some) == 1
    deals.noticed(deals.published())
    follow()
    assert count(one) == len(told())
    assert count(some) == 2


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE feedback_messages SET body = '{}'",
        "DELETE FROM feedback_messages",
        "UPDATE feedback_connectors SET confidential = NOT confidential",
    ],
)
def test_the_database_keeps_what_was_told_and_to_what_a_receiver_is_entitled(
    lenient, app, statement
):
    added(make_administrator(), "everything", kind=ConnectorKind.FOLDER)
    deals.published()
    follow()
    with pytest.raises(DatabaseError):
        db.session.execute(text(statement))
    db.session.rollback()
    assert db.session.scalar(select(func.count(Message.id))) == len(told())


def _forget_position():
    """As after a crash between the messages and the step of the follower."""
    db.session.execute(text("UPDATE follower_positions SET position = 0 WHERE name = 'feedback'"))
    db.session.execute(text("COMMIT"))
