"""Pages kept for visitors: never stale, never anybody's own; and what else is kept or counted."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.audit.sequencer import committed, sequence
from marketplace.database import transaction
from marketplace.desk import kept_pages
from marketplace.enquiries import services as enquiries
from marketplace.listings import services as listings
from marketplace.rates import SWEEP_EVERY, CountingStorage
from marketplace.web_parts.kept import Kept, kept_part
from tests import deals
from tests.accounts.factories import client_of, owner_of
from tests.enquiries.factories import ANSWER, QUESTION, answered


def page(client, listing, lang="en"):
    path = f"/listings/{listing.public_id}"
    return client.get(path, query_string={"lang": lang}).get_data(as_text=True)


@pytest.fixture
def made(monkeypatch):
    """How often the page was made, not only shown again."""
    calls = []
    real = kept_pages.Kept.put

    def put(self, key, value):
        calls.append(key)
        return real(self, key, value)

    monkeypatch.setattr(kept_pages.Kept, "put", put)
    return calls


def test_a_second_visit_shows_the_page_made_for_the_first(client, made):
    listing = deals.published()
    made.clear()
    first = page(client, listing)
    assert page(client, listing) == first
    assert len([key for key in made if listing.public_id in str(key)]) == 1


def test_every_change_shows_at_once(app, client):
    """Answers, licensees, a pause: whatever is committed, the next visit sees it."""
    enquiry = answered()
    listing, owner = enquiry.listing, owner_of(enquiry.patentee)
    assert ANSWER not in page(client, listing)
    with transaction():
        enquiries.publish(enquiry, owner, question=QUESTION, answer=ANSWER)
    assert ANSWER in page(client, listing)
    assert "0 licensees so far" in page(client, listing)
    deals.noticed(listing)
    assert "1 licensee so far" in page(client, listing)
    with transaction():
        listings.pause(listing, owner)
    assert "not shown at the moment" in page(client, listing)


def test_without_the_state_in_the_key_a_page_would_be_stale(client, monkeypatch):
    """Negative control of the rule above."""
    listing = deals.published()
    monkeypatch.setattr(kept_pages, "committed", lambda: 0)
    before = page(client, listing)
    with transaction():
        listings.pause(listing, owner_of(listing.organization))
    assert page(client, listing) == before


def test_the_next_day_and_another_language_are_other_pages(client):
    listing = deals.published()
    today = clock.today()
    assert today.isoformat() in page(client, listing)
    with clock.at(clock.now() + timedelta(days=1)):
        assert (today + timedelta(days=1)).isoformat() in page(client, listing)
    assert "许可" in page(client, listing, "zh_CN")


def test_nobody_sees_a_page_made_for_somebody_signed_in(app, client, made):
    listing = deals.published()
    owner = owner_of(listing.organization)
    member = client_of(app, owner)
    made.clear()
    assert owner.name in page(member, listing)
    assert [key for key in made if listing.public_id in str(key)] == []
    text = page(client, listing)
    assert owner.name not in text
    assert "csrf_token" not in text
    assert owner.name in page(member, listing)


@pytest.mark.databases("sqlite", "postgresql")
def test_the_number_of_committed_events_grows_and_is_not_changed_by_numbering(app):
    before = committed()
    deals.licensee()
    listing = deals.published()
    grown = committed()
    assert grown > before
    sequence()
    assert committed() == grown
    with transaction():
        listings.pause(listing, owner_of(listing.organization))
    assert committed() == grown + 1


def test_kept_values_are_the_newest_few():
    kept = Kept(2)
    for key in "abc":
        kept.put(key, key.upper())
    assert [kept.get(key) for key in "abc"] == [None, "B", "C"]


def test_a_part_is_kept_by_language_and_key_and_never_without_a_key():
    calls = []

    def make():
        calls.append(1)
        return f"part {len(calls)}"

    assert kept_part("en", ("p", 1), make) == kept_part("en", ("p", 1), make) == "part 1"
    assert kept_part("zh", ("p", 1), make) == "part 2"
    assert kept_part("en", None, make) == "part 3"
    assert kept_part("en", None, make) == "part 4"
    assert kept_part("en", ("p", []), make) == "part 5"


def test_requests_are_counted_in_windows_and_swept():
    storage = CountingStorage()
    assert [storage.incr("a", 60) for _ in range(3)] == [1, 2, 3]
    assert storage.get("a") == 3
    storage.incr("short", 0)
    assert storage.get("short") == 0
    for _ in range(SWEEP_EVERY):
        storage.incr("a", 60)
    assert "short" not in storage._counts
    storage.clear("a")
    assert storage.get("a") == 0
