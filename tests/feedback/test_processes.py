"""R-80: killed at the worst moments; R-82: several relays at once. Real processes, each with its
control in which the protection is switched off."""

import signal

import pytest

from marketplace.extensions import db
from marketplace.feedback.channels import HttpsChannel
from marketplace.feedback.models import DeliveryStatus as D
from marketplace.feedback.reconciling import compare
from tests import deals
from tests.feedback import bulk, jobs
from tests.feedback.scenes import states, told

KILLED = -signal.SIGKILL
RELAYS = 3


def test_killed_in_three_places_nothing_is_lost_and_what_comes_twice_has_the_same_id(
    app, connector, partner
):
    deals.noticed(deals.published())
    deals.noticed(deals.published())
    codes = jobs.run("die_building", "die_before_sending", "die_after_sending", "work")
    assert codes == [KILLED, KILLED, KILLED, 0]
    messages = told()
    assert len({(each.subject, each.version) for each in messages}) == len(messages) == 8
    assert set(partner.posts) == {each.message_id for each in messages}  # nothing lost
    assert max(partner.posts.values()) > 1  # sent, and killed before it was noted
    held = {subject: version for subject, (version, _) in partner.state().items()}
    assert held == {each.subject: each.version for each in messages}
    assert set(states(connector).values()) == {D.ACKNOWLEDGED}
    assert compare(connector).lines == []


def test_control_noting_before_sending_loses_messages(app, connector, partner):
    bulk.write(connector, 8)
    codes = jobs.run("die_noted_before_sent", "work")
    assert codes == [KILLED, 0]
    assert len(partner.posts) < 8
    assert {line.code for line in compare(connector).lines} & {"missing", "older"}


@pytest.mark.databases("postgresql")
def test_several_relays_send_each_message_once(app, connector, partner):
    bulk.write(connector, 40)
    partner.mood = "slow"
    assert jobs.at_once("relay", RELAYS) == [0] * RELAYS
    jobs.relay(app)
    assert set(partner.posts.values()) == {1}
    assert len(partner.posts) == 40
    assert partner.order == [each.message_id for each in told()]
    assert compare(connector).lines == []


@pytest.mark.databases("postgresql")
def test_control_without_the_lease_they_send_several_times(app, connector, partner):
    bulk.write(connector, 40)
    partner.mood = "slow"
    jobs.at_once("relay_without_lease", RELAYS)
    assert max(partner.posts.values()) > 1
    assert compare(connector).lines == []  # and yet the receiver holds each once


def test_no_transaction_is_open_while_the_receiver_is_waited_for(
    app, connector, partner, monkeypatch
):
    """A slow receiver must not hold back who changes tables or clears away old versions."""
    bulk.write(connector, 4)
    open_ones, send_one = [], HttpsChannel.send

    def watched(channel, parcel):
        open_ones.append(db.session().in_transaction())
        return send_one(channel, parcel)

    monkeypatch.setattr(HttpsChannel, "send", watched)
    assert jobs.relay(app) == 4
    assert set(open_ones) == {False}
