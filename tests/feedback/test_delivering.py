"""R-81, R-83: whatever mood a receiver is in, it ends up with what we have, and nothing is lost."""

import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from marketplace import clock
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.feedback import delivering, queries, services
from marketplace.feedback.models import ConnectorHealth, ConnectorKind, FeedbackDelivery, Rhythm
from marketplace.feedback.models import DeliveryStatus as D
from marketplace.feedback.reconciling import compare
from marketplace.terms.enums import FeeMode
from tests import deals
from tests.feedback.conftest import added
from tests.feedback.scenes import follow, prolong, send, states, told


@pytest.fixture
def messages(connector):
    """Two licenses, one free and one that awaits its payment: what is told of them."""
    deals.noticed(deals.published())
    deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    follow()
    return told()


def later(**values):
    return clock.at(clock.now() + timedelta(**values))


def expected(connector):
    """Version by subject as we hold it."""
    return {each.subject: each.version for each in told()}


def assert_converged(connector, partner):
    held = {subject: version for subject, (version, _) in partner.state().items()}
    assert held == expected(connector)
    assert set(states(connector).values()) == {D.ACKNOWLEDGED}
    assert compare(connector).lines == []


def test_everything_arrives_once_in_order_and_is_acknowledged(connector, partner, messages):
    assert send() == len(messages)
    assert partner.order == [each.message_id for each in messages]
    assert set(partner.posts.values()) == {1}
    assert_converged(connector, partner)
    assert send() == 0
    standing = queries.standings()[0]
    assert (standing.waiting, standing.parked, standing.lag_seconds) == (0, 0, 0)
    assert standing.connector.health.last_success_at


@pytest.mark.parametrize("mood", ["failing", "lying", "other schema", "another's hash", "busy"])
def test_a_receiver_out_of_order_costs_no_message_and_blames_none(
    connector, partner, messages, mood
):
    partner.mood = mood
    assert send() == 0
    health = db.session.scalars(select(ConnectorHealth)).one()
    assert health.failures == 1
    assert health.last_error
    assert set(states(connector).values()) == {D.WAITING}
    tried = partner.posts.total()
    assert tried <= delivering.UNCLEAR_IN_A_ROW
    assert send() == 0  # it waits before it asks again
    assert partner.posts.total() == tried
    for hours in (1, 24, 48, 72):  # three days down
        with later(hours=hours):
            send()
            assert queries.standings()[0].lag_seconds >= hours * 3600 - 60
    assert set(states(connector).values()) == {D.WAITING}
    partner.mood = "well"
    with later(days=3, hours=2):
        assert send() == len(messages)
        assert_converged(connector, partner)
        assert db.session.scalars(select(ConnectorHealth)).one().failures == 0


def test_control_taking_any_success_for_an_acknowledgement_loses_messages(
    connector, partner, messages, monkeypatch
):
    """Without reading the answer the lying receiver is believed, and the comparison finds it."""
    monkeypatch.setattr(
        "marketplace.feedback.channels._reading",
        lambda *_: delivering.Answer(delivering.Verdict.ACKNOWLEDGED),
    )
    partner.mood = "lying"
    assert send() == len(messages)
    partner.mood = "well"
    assert {line.code for line in compare(connector).lines} == {"missing"}


def test_slow_and_restarted_in_between(connector, partner, messages, tmp_path):
    partner.mood = "slow"
    assert delivering.deliver(connector.id, seconds=0.12) < len(messages)
    partner.restart(tmp_path / "partner.sqlite")
    while send():
        pass
    assert_converged(connector, partner)


def test_a_poisoned_message_is_parked_and_holds_back_nothing_else(connector, partner, messages):
    bad = messages[0]
    partner.poison = {bad.message_id}
    assert send() == len(messages) - 1
    moment = clock.now()
    for _ in range(delivering.MOST_ATTEMPTS):
        deals.noticed(deals.published())
        follow()
        moment += timedelta(days=1)
        with clock.at(moment):
            send()
    found = states(connector)
    assert found.pop(bad.message_id) is D.PARKED
    assert set(found.values()) == {D.ACKNOWLEDGED}
    assert [line.code for line in compare(connector).lines] == ["parked"]
    delivery = queries.delivery(connector, bad.message_id)
    assert delivery.attempts == delivering.MOST_ATTEMPTS
    assert delivery.last_error.startswith("500")
    with pytest.raises(Refused), transaction():
        services.set_aside(delivery, " ", connector.added_by)
    partner.poison = set()
    with transaction():
        services.send_again(queries.delivery(connector, bad.message_id), connector.added_by)
    assert send() == 1
    assert_converged(connector, partner)


def test_what_was_set_aside_stays_unsent_and_has_its_reason(connector, partner, messages):
    with transaction():
        delivery = queries.delivery(connector, messages[0].message_id)
        delivery.move("park")
    with transaction():
        services.set_aside(
            queries.delivery(connector, messages[0].message_id), "重复", connector.added_by
        )
    send()
    delivery = queries.delivery(connector, messages[0].message_id)
    assert (delivery.status, delivery.reason) == (D.SET_ASIDE, "重复")
    assert messages[0].message_id not in partner.posts
    with transaction():
        assert services.replay(connector, connector.added_by) == len(messages) - 1


def test_a_subject_waits_for_its_own_message_only(connector, partner, messages):
    """While version 1 is to be tried again, version 2 waits; other subjects go."""
    agreement = next(each for each in messages if each.subject_kind == "agreement")
    partner.poison = {agreement.message_id}
    send()
    prolong(agreement.subject_id)
    follow()
    newer = told()[-1]
    assert (newer.subject, newer.version) == (agreement.subject, 2)
    send()
    assert newer.message_id not in partner.posts
    partner.poison = set()
    with later(days=1):
        assert send() == 2
    assert partner.order[-2:] == [agreement.message_id, newer.message_id]
    assert_converged(connector, partner)


def test_control_without_holding_back_the_newer_goes_first(connector, partner, messages):
    """Each message counted as a subject of its own: version 2 overtakes version 1."""
    agreement = next(each for each in messages if each.subject_kind == "agreement")
    partner.poison = {agreement.message_id}
    send()
    prolong(agreement.subject_id)
    follow()
    newer = told()[-1]
    db.session.execute(text("UPDATE feedback_deliveries SET subject = subject || message_id"))
    db.session.execute(text("COMMIT"))
    send()
    assert newer.message_id in partner.posts
    partner.poison = set()
    with later(days=1):
        send()
    assert partner.order[-1] == agreement.message_id
    held = partner.receiver.held("agreement", agreement.subject_id)
    assert held["version"] == 2  # an older message never replaces a newer one


def test_replay_repeats_everything_under_the_same_ids(connector, partner, messages):
    send()
    before = partner.state()
    with transaction():
        assert services.replay(connector, connector.added_by) == len(messages)
    assert send() == len(messages)
    assert set(partner.posts.values()) == {2}
    assert partner.state() == before
    assert_converged(connector, partner)


def test_daily_goes_after_midnight_and_only_what_was_before_it(partner, staff_user):
    daily = added(staff_user, partner.address, rhythm=Rhythm.DAILY)
    partner.receiver.secret = daily.secret
    deals.noticed(deals.published())
    follow()
    assert send() == 0
    with later(days=1):
        assert send() == len(told())
        assert_converged(daily, partner)


def test_a_folder_is_handed_over_until_its_reader_says_what_it_has(lenient, staff_user):
    folder = added(staff_user, "city-ip", kind=ConnectorKind.FOLDER)
    deals.noticed(deals.published())
    follow()
    assert send() == len(told())
    assert set(states(folder).values()) == {D.HANDED_OVER}
    place = lenient.feedback_dir / "city-ip"
    files = sorted(place.glob("*.json"))
    assert {each.stem.split("-")[1] for each in files} == {each.message_id for each in told()}
    positions = [int(each.stem.split("-")[0]) for each in files]
    assert positions == sorted(each.position for each in told())
    with pytest.raises(Refused):
        compare(folder)
    (place / "acknowledged").mkdir()
    digest = {f.stem.split("-")[1]: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}
    names = list(digest)
    wrong = names.pop()
    for name in names:
        (place / "acknowledged" / f"{name}.json").write_text(
            json.dumps({"id": name, "sha256": digest[name]})
        )
    (place / "acknowledged" / f"{wrong}.json").write_text(
        json.dumps({"id": wrong, "sha256": "0" * 64})
    )
    send()
    found = states(folder)
    assert found.pop(wrong) is D.HANDED_OVER
    assert set(found.values()) == {D.ACKNOWLEDGED}
    holding = [json.loads(f.read_text()) for f in files]
    (place / "holding.jsonl").write_text(
        "".join(
            json.dumps({**m["subject"], "version": m["version"], "sha256": digest[m["id"]]}) + "\n"
            for m in holding
        )
    )
    assert compare(folder).lines == []


def test_mail_gathers_what_waits_and_is_never_called_received(lenient, staff_user, monkeypatch):
    sent = []
    monkeypatch.setattr(
        "marketplace.feedback.channels.send_now", lambda *values: sent.append(values)
    )
    post = added(staff_user, "ip@example.com", kind=ConnectorKind.MAIL)
    deals.noticed(deals.published())
    follow()
    assert send() == len(told())
    assert len(sent) == 1
    assert all(each.message_id in sent[0][2] for each in told())
    assert set(states(post).values()) == {D.HANDED_OVER}
    with pytest.raises(Refused):
        compare(post)

    def broken(*_):
        raise OSError("no server")

    monkeypatch.setattr("marketplace.feedback.channels.send_now", broken)
    deals.noticed(deals.published())
    follow()
    assert send() == 0
    assert sorted(set(states(post).values())) == [D.HANDED_OVER, D.WAITING]


def test_what_a_receiver_lost_or_has_otherwise_is_found(connector, partner, messages):
    send()
    kept = partner.receiver._db
    with kept:
        kept.execute("DELETE FROM held WHERE kind = 'listing'")
        kept.execute("UPDATE held SET sha256 = 'x' WHERE kind = 'declaration'")
        kept.execute("UPDATE held SET version = 9 WHERE kind = 'agreement'")
        kept.execute("UPDATE held SET id = 'zzz' WHERE kind = 'money'")
    codes = {(line.subject.split(":")[0], line.code) for line in compare(connector).lines}
    assert codes == {
        ("listing", "missing"),
        ("declaration", "different"),
        ("agreement", "newer"),
        ("money", "missing"),
        ("money", "unknown"),
    }
    with transaction():
        row = services.keep(connector, compare(connector), connector.added_by)
        assert row.differing == len(row.lines)
    assert db.session.scalars(select(FeedbackDelivery)).first().status is D.ACKNOWLEDGED
