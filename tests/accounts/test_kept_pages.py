"""Whole pages kept: never stale, never shown to anybody else; and what else is kept or counted."""

import re
from datetime import timedelta

import pytest
from flask_login import login_user
from itsdangerous import URLSafeTimedSerializer

from marketplace import clock
from marketplace.accounts import kept_pages
from marketplace.accounts.acting import signed_in
from marketplace.accounts.models import Role
from marketplace.accounts.queries import inbox, unread_count
from marketplace.accounts.services.inbox import mark_read
from marketplace.audit.sequencer import committed, sequence
from marketplace.database import transaction
from marketplace.enquiries import services as enquiries
from marketplace.extensions import db
from marketplace.listings import services as listings
from marketplace.rates import SWEEP_EVERY, CountingStorage
from marketplace.terms.enums import FeeMode
from marketplace.terms.presets import preset
from marketplace.web_parts.kept import Kept, kept_part
from tests import deals
from tests.accounts.factories import client_of, make_member, make_organization, owner_of
from tests.enquiries.factories import ANSWER, QUESTION, answered
from tests.listings.factories import PRICED, make_listing

NEW_FEE = "9,876.00"


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
    assert all(owner.public_id in str(key) for key in made if listing.public_id in str(key))
    text = page(client, listing)
    assert owner.name not in text
    assert "csrf_token" not in text
    assert owner.name in page(member, listing)


@pytest.fixture
def draft(app):
    return make_listing(terms=PRICED)


def editor(client, listing, lang="en"):
    return client.get(f"/my/listings/{listing.public_id}/terms", query_string={"lang": lang})


def editor_text(client, listing, lang="en"):
    answer = editor(client, listing, lang)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def values(text, name):
    return re.findall(f'name="{name}"[^>]*value="([^"]+)"', text)


def made_for(made, user):
    return [key for key in made if user.public_id in str(key)]


def test_a_person_is_shown_the_editor_again_as_it_was_made(app, draft, made):
    owner = owner_of(draft.organization)
    client = client_of(app, owner)
    first, second = editor_text(client, draft), editor_text(client, draft)
    assert len(made_for(made, owner)) == 1
    for name in ("csrf_token", "idempotency_key"):
        for token in values(first, name):
            first = first.replace(token, "")
        for token in values(second, name):
            second = second.replace(token, "")
    assert first == second


def test_no_key_of_a_form_is_shown_twice_and_the_token_is_that_of_the_session(app, draft):
    owner = owner_of(draft.organization)
    one, other = client_of(app, owner), client_of(app, owner)
    texts = [editor_text(each, draft) for each in (one, other, one)]
    assert len({key for text in texts for key in values(text, "idempotency_key")}) == 3
    read = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").loads
    raw = [{read(token) for token in values(text, "csrf_token")} for text in texts]
    for client, tokens in zip((one, other, one), raw, strict=True):
        with client.session_transaction() as session:
            assert tokens == {session["csrf_token"]}
    assert raw[0] != raw[1]


def test_a_kept_page_holds_no_token(app, draft, monkeypatch):
    held = []
    monkeypatch.setattr(kept_pages.Kept, "put", lambda _self, _key, page: held.append(page))
    client = client_of(app, owner_of(draft.organization))
    text = editor_text(client, draft)
    issued = {*values(text, "csrf_token"), *values(text, "idempotency_key")}
    assert len(issued) >= 2
    assert "terms-form" in str(held)
    assert not any(token in str(each) for token in issued for each in held)


def test_another_member_sees_a_page_of_their_own(app, draft):
    owner, manager = (
        owner_of(draft.organization),
        make_member(draft.organization, None, Role.MANAGER).user,
    )
    assert owner.name in editor_text(client_of(app, owner), draft)
    text = editor_text(client_of(app, manager), draft)
    assert manager.name in text
    assert owner.name not in text


def test_who_may_not_see_a_page_is_not_shown_the_one_that_is_kept(app, client, draft):
    editor_text(client_of(app, owner_of(draft.organization)), draft)
    stranger = client_of(app, owner_of(make_organization()))
    viewer = client_of(app, make_member(draft.organization).user)
    assert editor(stranger, draft).status_code == 403
    assert editor(viewer, draft).status_code == 403
    assert editor(client, draft).status_code in {302, 303, 401}


def test_without_the_person_in_the_key_others_would_see_a_page(app, draft, monkeypatch):
    """Negative control of the two rules above."""
    monkeypatch.setattr(kept_pages, "_who", lambda: "anybody")
    owner = owner_of(draft.organization)
    editor_text(client_of(app, owner), draft)
    stranger = client_of(app, owner_of(make_organization()))
    assert owner.name in editor_text(stranger, draft)


def test_the_organization_acted_for_has_a_page_of_its_own(app, draft):
    owner, other = owner_of(draft.organization), make_organization()
    make_member(other, user=owner)
    client = client_of(app, owner)
    before = editor_text(client, draft)
    with client.session_transaction() as session:
        session["organization"] = other.public_id
    assert other.name not in before
    assert other.name in editor_text(client, draft)


def test_saved_terms_show_at_once(app, draft):
    owner = owner_of(draft.organization)
    client = client_of(app, owner)
    assert NEW_FEE not in editor_text(client, draft)
    terms = preset(FeeMode.LUMP_SUM, route=draft.route, amount_fen=987_600)
    with transaction():
        listings.set_terms(draft, terms, owner)
    assert NEW_FEE in editor_text(client, draft)


def test_without_the_state_saved_terms_would_not_show(app, draft, monkeypatch):
    """Negative control of the rule above."""
    monkeypatch.setattr(kept_pages, "committed", lambda: 0)
    owner = owner_of(draft.organization)
    client = client_of(app, owner)
    editor_text(client, draft)
    terms = preset(FeeMode.LUMP_SUM, route=draft.route, amount_fen=987_600)
    with transaction():
        listings.set_terms(draft, terms, owner)
    assert NEW_FEE not in editor_text(client, draft)


def test_a_message_that_was_read_is_counted_no_more(app):
    """Reading a message writes no event; the count at the head is right all the same."""
    listing = deals.published()
    owner = owner_of(listing.organization)
    client = client_of(app, owner)
    unread = unread_count(owner, listing.organization)
    assert f'<span class="count">{unread}<' in page(client, listing)
    message = db.session.scalars(inbox(owner, listing.organization, unread=True)).first()
    with transaction():
        mark_read(message)
    assert f'<span class="count">{unread}<' not in page(client, listing)


def test_words_said_once_are_not_kept(app, draft, made):
    owner = owner_of(draft.organization)
    client = client_of(app, owner)
    with client.session_transaction() as session:
        session["_flashes"] = [("done", "said once")]
    assert "said once" in editor_text(client, draft)
    assert made_for(made, owner) == []
    assert "said once" not in editor_text(client, draft)


def test_a_page_is_not_kept_when_the_person_was_read_before_the_state(app, draft, made):
    """Between the two somebody else may commit; the page would then be named by a later state."""
    owner = owner_of(draft.organization)
    with app.test_request_context(f"/my/listings/{draft.public_id}/terms"):
        login_user(owner)
        assert signed_in() is owner
        kept_pages.kept_page(lambda: owner.name)()
    assert made_for(made, owner) == []


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
