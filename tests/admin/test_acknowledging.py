"""Acknowledging "this and everything earlier" (R-27), what stays after persons and listings go
(R-28), and who gets at the trail (R-29)."""

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from marketplace.accounts import services as accounts
from marketplace.accounts.models import User
from marketplace.admin import subjects
from marketplace.audit import sequencer, verification
from marketplace.audit.acknowledging import acknowledge, acknowledged_up_to
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent, UnsequencedEvent
from marketplace.audit.services import history, position_of
from marketplace.database import transaction
from marketplace.errors import Missing, Refused
from marketplace.extensions import db
from marketplace.listings.services import unpublish
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_organization, make_user, owner_of
from tests.audit.test_trail import without_triggers

BOTH = pytest.mark.databases("sqlite", "postgresql")


def edit(organization, title):
    """One more event about the organization; its public id."""
    with transaction():
        accounts.set_invoice_title(organization, title, "", owner_of(organization))
    return history(organization)[-1]


def numbered(organization, title):
    event = edit(organization, title)
    sequencer.sequence()
    return event


def fresh(organization):
    """The events about the organization that nobody has acknowledged."""
    seen = acknowledged_up_to("organizations", organization.public_id)
    places = [position_of(event) for event in history(organization)]
    return [place for place in places if place is None or place > seen]


def note(organization, event, by):
    with transaction():
        return acknowledge("organizations", organization.public_id, event.public_id, by)


@BOTH
def test_an_edit_between_view_and_click_stays_new(app, administrator):
    organization = make_organization()
    numbered(organization, "甲")
    viewed = numbered(organization, "乙")
    meanwhile = edit(organization, "丙")
    note(organization, viewed, administrator)
    assert fresh(organization) == [None]
    sequencer.sequence()
    assert fresh(organization) == [position_of(meanwhile)]
    assert acknowledged_up_to("organizations", organization.public_id) == position_of(viewed)


@BOTH
def test_control_acknowledging_whatever_is_newest_would_swallow_it(app, administrator):
    organization = make_organization()
    numbered(organization, "乙")
    meanwhile = numbered(organization, "丙")
    note(organization, meanwhile, administrator)
    assert fresh(organization) == []


def test_an_event_that_began_earlier_and_committed_later_stays_new(app, administrator):
    """By number and not by id or time."""
    organization = make_organization()
    slow, quick = edit(organization, "甲"), edit(organization, "乙")
    with transaction() as session:
        session.execute(delete(UnsequencedEvent).where(UnsequencedEvent.event_id == slow.id))
    sequencer.sequence()
    with transaction() as session:
        session.add(UnsequencedEvent(event_id=slow.id))
    note(organization, quick, administrator)
    sequencer.sequence()
    assert slow.id < quick.id
    assert fresh(organization) == [position_of(slow)]


def test_an_earlier_click_takes_nothing_back(app, administrator):
    organization = make_organization()
    first, second = numbered(organization, "甲"), numbered(organization, "乙")
    note(organization, second, administrator)
    note(organization, first, administrator)
    assert fresh(organization) == []


def test_what_waits_and_what_is_of_others_is_refused(app, administrator):
    organization, other = make_organization(), make_organization()
    waiting = edit(organization, "甲")
    with pytest.raises(Refused, match="number"):
        note(organization, waiting, administrator)
    sequencer.sequence()
    with pytest.raises(Missing):
        note(other, waiting, administrator)


def test_on_the_page(app, staff):
    organization = make_organization()
    numbered(organization, "甲")
    address = f"/audit/records/organizations/{organization.public_id}"
    page = visit(staff, f"{address}?lang=en")
    assert "Nobody has acknowledged" in page.text
    numbered(organization, "乙")
    page.send(f"{address}/acknowledgement").follow()
    assert len(fresh(organization)) == 1
    again = visit(staff, f"{address}?lang=en")
    assert "1 new events" in again.text
    again.send(f"{address}/acknowledgement").follow()
    assert "Everything on this page is acknowledged" in visit(staff, f"{address}?lang=en").text


#


@BOTH
def test_a_closed_account_and_an_unpublished_listing_keep_their_events(app):
    listing = deals.published()
    owner = owner_of(listing.organization)
    told = {event.public_id: event.sha256 for event in history(listing, listing.organization)}
    with transaction():
        unpublish(listing, owner)
        accounts.set_active(owner, False, SYSTEM, reason="离职")
        owner.name = "已注销"
    sequencer.sequence()
    db.session.expire_all()
    kept = {event.public_id: event.sha256 for event in history(listing, listing.organization)}
    assert told.items() <= kept.items()
    assert verification.verify().sound
    keys = [("users", owner.public_id), ("listings", listing.public_id)]
    with app.test_request_context():
        found = subjects.describe(keys, masked=False)
    assert found[keys[0]].title == "已注销"
    assert found[keys[1]].url


def test_an_author_cannot_be_deleted_away(app):
    owner = owner_of(deals.published().organization)
    with pytest.raises(DatabaseError), transaction() as session:
        session.execute(delete(User).where(User.id == owner.id))


def test_control_an_author_taken_out_of_the_events_is_found(app):
    owner = owner_of(deals.published().organization)
    mine = AuditEvent.actor_id == owner.public_id
    assert db.session.scalar(select(AuditEvent.id).where(mine).limit(1))
    without_triggers(update(AuditEvent).where(mine).values(actor_id="gone"))
    db.session.remove()
    assert any("edited" in fault for fault in verification.verify().faults)


#


def trail_pages():
    organization = make_organization()
    event = numbered(organization, "甲")
    record = f"/audit/records/organizations/{organization.public_id}"
    return ["/audit", f"/audit/events/{event.public_id}", record, "/audit/verification"]


@pytest.mark.parametrize("change", ["is_auditor", "is_active_flag"])
def test_who_loses_the_role_loses_the_trail_at_once(app, change):
    auditor = make_user(is_auditor=True)
    client, pages = client_of(app, auditor), trail_pages()
    assert {client.get(page).status_code for page in pages} == {200}
    setattr(auditor, change, False)
    db.session.commit()
    assert {client.get(page).status_code for page in pages} <= {303, 403}


def test_a_member_of_the_very_organization_does_not_read_its_trail_here(app):
    organization = make_organization()
    numbered(organization, "甲")
    client = client_of(app, owner_of(organization))
    address = f"/audit/records/organizations/{organization.public_id}"
    assert client.get(address).status_code == 403
    assert client.post(f"{address}/acknowledgement").status_code in {400, 403}
