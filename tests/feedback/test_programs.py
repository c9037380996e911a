"""R-81 with the receiver as a program of its own, and the change of its secret."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.feedback import channels, queries, services
from marketplace.feedback.models import Connector, ConnectorHealth
from marketplace.feedback.models import DeliveryStatus as D
from marketplace.feedback.parcels import Answer, Verdict
from marketplace.feedback.reconciling import compare
from tests.feedback import bulk
from tests.feedback.conftest import added
from tests.feedback.programs import Program
from tests.feedback.scenes import send, states, told

STEP = 4


@pytest.fixture
def program(lenient, tmp_path, request):
    """A receiver that is not started yet."""
    found = Program(tmp_path, moody=getattr(request, "param", False))
    yield found
    found.kill()


moody = pytest.mark.parametrize("program", [True], indirect=True, ids=["moody"])


def connected(program, staff_user):
    """The program listens, and is a receiver with the secret that it has been given."""
    program.start("whsec_")
    connector = added(staff_user, program.address)
    program.kill()
    program.start(connector.secret)
    return connector


def health():
    db.session.expire_all()
    return db.session.scalars(select(ConnectorHealth)).one()


def assert_converged(connector):
    assert set(states(connector).values()) == {D.ACKNOWLEDGED}
    assert compare(connector).lines == []


@moody
def test_slow_failing_lying_busy_dying_and_three_days_down_it_ends_up_with_what_we_have(
    program, staff_user
):
    """Nothing is lost, and what comes twice has its id."""
    connector = connected(program, staff_user)
    day, sent = clock.now(), 0
    for mood in ("failing", "lying", "busy", "dies", "down", "slow"):
        bulk.write(connector, STEP, first=sent)
        sent += STEP
        program.be(mood)
        if mood == "down":
            program.kill()
        for hours in (0, 24, 72) if mood == "down" else (0,):
            with clock.at(day + timedelta(hours=hours)):
                send()
                waiting = sum(each is D.WAITING for each in states(connector).values())
                if mood == "slow":
                    continue
                assert waiting
                assert health().failures
                assert queries.standings()[0].lag_seconds >= hours * 3600
        program.be("well" if mood != "slow" else mood)
        if mood in {"dies", "down"}:
            program.kill()
            program.start(connector.secret)
        day += timedelta(days=4)
        with clock.at(day):
            send()
            assert_converged(connector)
    assert set(program.posts) == {each.message_id for each in told()}
    assert max(program.posts.values()) > 1
    assert len(told()) == sent


@moody
def test_control_believing_every_success_the_lying_receiver_ends_up_with_nothing(
    program, staff_user, monkeypatch
):
    connector = connected(program, staff_user)
    bulk.write(connector, STEP)
    program.be("lying")
    monkeypatch.setattr(channels, "_reading", lambda *_: Answer(Verdict.ACKNOWLEDGED))
    assert send() == STEP
    assert set(states(connector).values()) == {D.ACKNOWLEDGED}
    assert {line.code for line in compare(connector).lines} == {"missing"}


def test_while_a_secret_is_changed_the_receiver_may_have_the_old_one_or_the_new_one(
    program, staff_user
):
    connector = connected(program, staff_user)
    old, today = connector.secret, clock.today()
    bulk.write(connector, STEP)
    send()
    assert_converged(connector)
    with transaction():
        services.change_secret(connector, today + timedelta(days=7), staff_user)
    new = connector.secret
    assert new != old
    for place, secret in enumerate((old, new), start=1):  # on the last day both hold
        program.kill()
        program.start(secret)
        bulk.write(connector, STEP, first=place * STEP)
        with clock.at(today + timedelta(days=7)):
            assert send() == STEP
            assert_converged(connector)
    bulk.write(connector, STEP, first=3 * STEP)
    with clock.at(today + timedelta(days=8)):
        assert send() == STEP
        assert_converged(connector)
        program.kill()
        program.start(old)
        bulk.write(connector, STEP, first=4 * STEP)
        assert send() == 0
        assert "401" in health().last_error
        with pytest.raises(Refused):
            compare(connector)
    tag = "feedback_connector:change_secret"
    told_of_it = [each.data for each in history(connector) if each.tag == tag]
    assert told_of_it == [{"until": (today + timedelta(days=7)).isoformat()}]


def test_control_signing_by_the_new_secret_alone_the_change_cuts_the_receiver_off(
    program, staff_user, monkeypatch
):
    connector = connected(program, staff_user)
    with transaction():
        services.change_secret(connector, clock.today() + timedelta(days=7), staff_user)
    monkeypatch.setattr(Connector, "signing_secrets", property(lambda self: [self.secret]))
    bulk.write(connector, STEP)
    assert send() == 0
    assert "401" in health().last_error


def test_the_old_secret_can_end_at_once_and_a_change_waits_for_the_one_before(program, staff_user):
    connector = connected(program, staff_user)
    with pytest.raises(Refused), transaction():
        services.change_secret(connector, clock.today() - timedelta(days=1), staff_user)
    with transaction():
        services.change_secret(connector, clock.today(), staff_user)
    with pytest.raises(Refused), transaction():
        services.change_secret(connector, clock.today(), staff_user)
    with transaction():
        services.end_previous_secret(connector, staff_user)
    bulk.write(connector, STEP)
    assert send() == 0  # the receiver still has the old one
    program.kill()
    program.start(connector.secret)
    with clock.at(clock.now() + timedelta(hours=1)):
        assert send() == STEP
        assert_converged(connector)
    with pytest.raises(Refused), transaction():
        services.end_previous_secret(connector, staff_user)
