"""Pages of enquiries: who reads what (PRODUCT §5.9), and that nothing typed is lost (LOOK 8)."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from marketplace.accounts.models import Role
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.enquiries import services
from marketplace.enquiries.models import Enquiry, EnquiryDraft, EnquiryStatus
from marketplace.extensions import db, limiter
from tests import deals
from tests.accounts.factories import (
    PASSWORD,
    client_of,
    make_administrator,
    make_member,
    make_user,
    owner_of,
)
from tests.enquiries.factories import ANSWER, QUESTION, answered, asked, published

LANGUAGES = pytest.mark.parametrize("lang", ["zh_CN", "en"])
CONTACT = "请打 13800138000 找老王"


def page(client, path, lang="en"):
    return client.get(path, query_string={"lang": lang})


def post(client, path, **data):
    return client.post(path, data=data)


def people(enquiry):
    """One person of every kind that could look."""
    other = deals.licensee()
    viewer = make_member(enquiry.patentee, None, Role.VIEWER).user
    colleague = make_member(enquiry.organization, None, Role.FINANCE).user
    left = make_member(enquiry.organization, None, Role.MANAGER)
    left.leave()
    db.session.commit()
    return {
        "anonymous": None,
        "asker": owner_of(enquiry.organization),
        "colleague": colleague,
        "left": left.user,
        "patentee": owner_of(enquiry.patentee),
        "viewer": viewer,
        "other": owner_of(other),
        "newcomer": make_user(),
        "disabled": make_user(is_active_flag=False),
        "administrator": make_administrator(),
        "auditor": make_user(is_auditor=True),
    }


def steps_of(enquiry):
    return len(history(enquiry))


READERS = {
    "anonymous": 302,
    "asker": 200,
    "colleague": 200,
    "left": 404,
    "patentee": 200,
    "viewer": 200,
    "other": 404,
    "newcomer": 404,
    "disabled": 302,
    "administrator": 200,
    "auditor": 200,
}
STEPS = {
    "answer": {"patentee"},
    "ask": {"asker", "colleague"},
    "close": {"asker", "colleague", "patentee"},
    "report": {"asker", "colleague", "patentee", "viewer"},
    "publish": {"patentee"},
    "hide": {"administrator"},
}


@pytest.fixture(autouse=True)
def without_csrf(app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.mark.parametrize("role", READERS)
def test_who_reads_an_enquiry(app, role):
    enquiry = asked()
    user = people(enquiry)[role]
    client = client_of(app, user) if user else app.test_client()
    answer = page(client, f"/enquiries/{enquiry.public_id}")
    expected = READERS[role]
    assert answer.status_code == expected or (expected == 302 and answer.status_code == 303)
    assert (QUESTION in answer.get_data(as_text=True)) is (expected == 200)


@pytest.mark.parametrize("slug", STEPS)
@pytest.mark.parametrize("role", READERS)
def test_who_takes_which_step(app, role, slug):
    enquiry = answered()
    user = people(enquiry)[role]
    client = client_of(app, user) if user else app.test_client()
    data = {f"{slug}-{name}": ANSWER for name in ("text", "reason", "question", "answer")}
    before = steps_of(enquiry)
    status = post(client, f"/enquiries/{enquiry.public_id}/{slug}", **data).status_code
    allowed = role in STEPS[slug]
    assert (steps_of(enquiry) > before) is allowed
    wanted = {303} if allowed or READERS[role] == 302 else {403, 404}
    assert status in wanted, status


def test_the_auditor_reads_it_masked_and_the_sides_do_not(app):
    enquiry = asked(text=CONTACT, knowing=True)
    path = f"/enquiries/{enquiry.public_id}"
    for user, masked in (
        (make_user(is_auditor=True), True),
        (owner_of(enquiry.patentee), False),
        (make_administrator(), False),
    ):
        text = page(client_of(app, user), path).get_data(as_text=True)
        assert ("13800138000" in text) is not masked
        assert ("138****8000" in text) is masked


def test_persons_and_their_contact_data_are_never_shown(app):
    """The patentee learns the organization's name only; the asker no person of the patentee."""
    enquiry = answered()
    asker, patentee = owner_of(enquiry.organization), owner_of(enquiry.patentee)
    text = page(client_of(app, patentee), f"/enquiries/{enquiry.public_id}").get_data(as_text=True)
    assert enquiry.organization.name in text
    assert asker.email not in text
    main = text.split("<main", 1)[1]
    assert asker.name not in main
    other = page(client_of(app, asker), f"/enquiries/{enquiry.public_id}").get_data(as_text=True)
    assert patentee.email not in other
    assert patentee.name not in other.split("<main", 1)[1]


def test_the_list_holds_ones_own_only(app):
    mine, theirs = asked(), asked()
    text = page(client_of(app, owner_of(mine.organization)), "/enquiries").get_data(as_text=True)
    assert mine.public_id in text
    assert theirs.public_id not in text
    staff = client_of(app, make_administrator())
    assert mine.public_id not in page(staff, "/enquiries").get_data(as_text=True)
    with transaction():
        services.report(mine, owner_of(mine.organization), "无关")
    assert mine.public_id in page(staff, "/enquiries").get_data(as_text=True)
    assert page(client_of(app, make_user()), "/enquiries").status_code == 403


def test_a_question_on_the_public_page_has_no_name(app, client):
    enquiry = published()
    for path in ("", "/sheet"):
        text = page(client, f"/listings/{enquiry.listing.public_id}{path}").get_data(as_text=True)
        assert enquiry.organization.name not in text
        assert enquiry.public_id not in text
    text = page(client, f"/listings/{enquiry.listing.public_id}").get_data(as_text=True)
    assert QUESTION in text
    assert ANSWER in text


def test_an_unpublished_question_stands_nowhere_else(app, client):
    enquiry = answered()
    stranger = client_of(app, owner_of(deals.licensee()))
    for path in (
        f"/listings/{enquiry.listing.public_id}",
        "/",
        "/listings",
        "/feeds/listings.atom",
    ):
        for reader in (client, stranger):
            assert QUESTION not in page(reader, path).get_data(as_text=True)


@LANGUAGES
def test_typed_before_signing_in_and_sent_afterwards(app, client, lang):
    listing, company = deals.published(), deals.licensee()
    path = f"/listings/{listing.public_id}/questions/new"
    assert page(client, path, lang).status_code == 200
    answer = post(client, path, text=QUESTION, may_publish="y")
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")
    draft = db.session.scalars(select(EnquiryDraft)).one()
    form = {"email": owner_of(company).email, "password": PASSWORD}
    back = client.post(answer.location, data=form).location
    assert back == f"{path}?draft={draft.public_id}"
    shown = client.get(back).get_data(as_text=True)
    assert QUESTION in shown
    assert "checked" in shown
    sent = post(client, back, text=QUESTION, may_publish="y")
    enquiry = db.session.scalars(select(Enquiry)).one()
    assert sent.location == f"/enquiries/{enquiry.public_id}"
    assert (enquiry.may_publish, enquiry.organization.id) == (True, company.id)
    assert db.session.scalar(select(EnquiryDraft)) is None


def test_who_has_no_organization_yet_registers_one_and_keeps_the_text(app):
    listing, user = deals.published(), make_user()
    answer = post(
        client_of(app, user), f"/listings/{listing.public_id}/questions/new", text=QUESTION
    )
    assert answer.location.startswith("/organization/new?next=")
    assert db.session.scalars(select(EnquiryDraft.text)).one() == QUESTION


def test_a_draft_of_one_listing_is_not_found_under_another(app, client):
    one, other = deals.published(), deals.published()
    with transaction():
        draft = services.keep_draft(one, QUESTION, may_publish=False)
    path = f"/listings/{other.public_id}/questions/new?draft={draft.public_id}"
    assert QUESTION not in client.get(path).get_data(as_text=True)


def test_a_warned_text_is_still_there_and_goes_with_the_tick(app):
    listing, company = deals.published(), deals.licensee()
    client = client_of(app, owner_of(company))
    path = f"/listings/{listing.public_id}/questions/new"
    answer = post(client, path, text=CONTACT)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert CONTACT in text
    assert 'name="knowing"' in text
    assert post(client, path, text=CONTACT, knowing="y").status_code == 303


def test_a_wrong_step_is_named(app):
    enquiry = asked()
    client = client_of(app, owner_of(enquiry.patentee))
    assert post(client, f"/enquiries/{enquiry.public_id}/nothing").status_code == 404
    empty = post(client, f"/enquiries/{enquiry.public_id}/answer", **{"answer-text": " "})
    assert empty.status_code == 422
    post(client, f"/enquiries/{enquiry.public_id}/close")
    assert enquiry.status is EnquiryStatus.CLOSED
    again = post(client, f"/enquiries/{enquiry.public_id}/answer", **{"answer-text": ANSWER})
    assert again.status_code == 403


def test_nothing_is_asked_where_nothing_is_shown(app, client):
    assert page(client, "/listings/nothinghere00000/questions/new").status_code == 404
    listing = deals.published()
    own = client_of(app, owner_of(listing.organization))
    text = page(own, f"/listings/{listing.public_id}/questions/new").get_data(as_text=True)
    assert "<textarea" not in text


def test_the_rate_of_questions_is_limited(app, client):
    listing = deals.published()
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, rate_limit_enquiries="2 per minute")
    limiter.reset()
    try:
        path = f"/listings/{listing.public_id}/questions/new"
        statuses = [post(client, path, text=QUESTION).status_code for _ in range(3)]
    finally:
        app.extensions["settings"] = settings
        limiter.reset()
    assert statuses == [303, 303, 429]


@LANGUAGES
def test_every_page_reads_in_both_languages(app, lang):
    enquiry = published()
    for user in (owner_of(enquiry.patentee), owner_of(enquiry.organization), make_administrator()):
        for path in ("/enquiries", f"/enquiries/{enquiry.public_id}"):
            text = page(client_of(app, user), path, lang).get_data(as_text=True)
            assert text.count("<h1") == 1
