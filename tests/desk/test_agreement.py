"""The page of a deal: who sees it, what is next for whom, and that every button leads somewhere."""

import re
from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.factories import (
    PASSWORD,
    client_of,
    make_administrator,
    make_member,
    make_organization,
    make_user,
    owner_of,
)

LANGUAGES = pytest.mark.parametrize("lang", ["zh_CN", "en"])


def page_of(app, user, agreement, lang="en"):
    path = f"/agreements/{agreement.public_id}"
    return client_of(app, user).get(path, query_string={"lang": lang})


def text_of(app, user, agreement):
    page = page_of(app, user, agreement)
    assert page.status_code == 200
    return page.get_data(as_text=True)


@LANGUAGES
def test_both_parties_staff_and_auditors_read_it(app, lang):
    agreement = deals.noticed(deals.published())
    readers = [
        owner_of(agreement.licensee),
        owner_of(agreement.licensor),
        make_administrator(),
        make_user(is_auditor=True),
    ]
    for reader in readers:
        page = page_of(app, reader, agreement, lang)
        text = page.get_data(as_text=True)
        assert page.status_code == 200
        assert text.count("<h1") == 1
        assert 'class="chain"' in text


def test_nobody_else_learns_that_it_exists(app, client):
    agreement = deals.noticed(deals.published())
    stranger = owner_of(deals.licensee())
    assert page_of(app, stranger, agreement).status_code == 404
    visitor = client.get(f"/agreements/{agreement.public_id}")
    assert (visitor.status_code, visitor.location.split("?")[0]) == (303, "/sign-in")


def test_a_draft_is_the_licensees_own(app):
    agreement = deals.drafted(deals.published())
    assert page_of(app, owner_of(agreement.licensor), agreement).status_code == 404
    assert "Go on to sign" in text_of(app, owner_of(agreement.licensee), agreement)


def test_auditors_read_no_personal_names(app):
    agreement = deals.noticed(deals.published())
    signer = owner_of(agreement.licensee).name
    assert signer in text_of(app, owner_of(agreement.licensor), agreement)
    assert signer not in text_of(app, make_user(is_auditor=True), agreement)


def test_what_is_next_differs_by_side(app):
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    payer, payee = owner_of(agreement.licensee), owner_of(agreement.licensor)
    assert "Pay and upload the slip" in text_of(app, payer, agreement)
    waiting = text_of(app, payee, agreement)
    assert "Waiting for the licensee" in waiting
    assert "button-primary" not in waiting
    deals.pay(agreement, deals.LUMP_FEN, clock.today())
    confirm = text_of(app, payee, agreement)
    assert "Confirm the payment" in confirm
    assert confirm.count("button-primary") == 1


def test_a_viewer_is_shown_no_button_of_others(app):
    agreement = deals.drafted(deals.published())
    viewer = make_member(agreement.licensee).user
    text = text_of(app, viewer, agreement)
    assert "A signatory has to sign." in text
    assert "Give up the draft" not in text


def test_a_held_notice_leads_to_verification(app):
    agreement = deals.noticed(deals.published(), make_organization(verified=False))
    text = text_of(app, owner_of(agreement.licensee), agreement)
    assert "held until verification" in text
    assert "/organization/verification" in text


def test_while_it_is_being_sealed_the_page_says_that_the_license_is_in_effect(app, indexed):
    agreement = deals.noticed(deals.published())
    reader = owner_of(agreement.licensee)
    assert "The license is in effect already" in text_of(app, reader, agreement)
    key, user_id = agreement.public_id, reader.id
    indexed()
    from marketplace.accounts.models import User
    from marketplace.agreements.queries import by_public_id
    from marketplace.extensions import db

    text = text_of(app, db.session.get(User, user_id), by_public_id(key))
    assert f"/agreements/{key}/document.pdf" in text
    assert "/verify/" in text


def test_the_history_reads_as_sentences(app):
    agreement = deals.noticed(deals.published())
    text = text_of(app, owner_of(agreement.licensee), agreement)
    history = text[text.index('id="history"') :]
    for words in ("License took effect", "Written notice delivered", "Draft made"):
        assert words in history
    assert "agreement:" not in history


@pytest.mark.parametrize(
    ("mode", "route", "values"),
    [
        (FeeMode.FREE, Route.OPEN, {}),
        (FeeMode.LUMP_SUM, Route.OPEN, {"amount_fen": deals.LUMP_FEN}),
        (FeeMode.ROYALTY, Route.OPEN, {"rate_ppm": 15_000}),
        (FeeMode.LIMITED_FREE, Route.OPEN, {"yearly_fen": 800_000}),
        (FeeMode.PAY_LATER, Route.ORDINARY, {"rate_ppm": 20_000}),
        (FeeMode.TRIAL_THEN_CONVERT, Route.ORDINARY, {"amount_fen": deals.LUMP_FEN}),
    ],
)
def test_every_link_on_the_page_leads_somewhere(app, mode, route, values, indexed):
    listing = deals.published(mode, route, **values)
    agreement = deals.noticed(listing) if route is Route.OPEN else deals.accepted(listing)
    clients = [
        client_of(app, owner_of(agreement.licensee)),
        client_of(app, owner_of(agreement.licensor)),
    ]
    key, listing_key = agreement.public_id, listing.public_id
    indexed()
    for client in clients:
        for path in (f"/agreements/{key}", "/desk", "/", f"/listings/{listing_key}"):
            text = client.get(path).get_data(as_text=True)
            for link in set(re.findall(r'href="(/[^"#]*)', text)):
                with client.get(link.replace("&amp;", "&")) as page:
                    assert page.status_code in (200, 303), (path, link, page.status_code)


def overdue_contract():
    """A contract in force with an amount that was due today."""
    listing = deals.published(
        FeeMode.INSTALMENTS,
        Route.ORDINARY,
        amounts_fen=[1_000_000, 2_000_000],
        every_months=12,
    )
    agreement = deals.accepted(listing)
    assert agreement.status is S.EFFECTIVE
    return agreement


def test_a_demand_is_served_by_a_signatory_with_the_password(app):
    agreement = overdue_contract()
    client = client_of(app, owner_of(agreement.licensor))
    path = f"/agreements/{agreement.public_id}/demand"
    with clock.at(clock.today() + timedelta(40)):
        text = client.get(f"/agreements/{agreement.public_id}?lang=en").get_data(as_text=True)
        assert "Serve a demand" in text
        deadline = clock.today() + timedelta(15)
        form = {"deadline_on": deadline.isoformat(), "password": "wrong"}
        token = csrf(client, path)
        refused = client.post(path, data={**form, **token})
        assert refused.status_code == 422
        assert agreement.status is S.EFFECTIVE
        served = client.post(path, data={**form, **token, "password": PASSWORD})
        assert served.status_code == 303
    assert agreement.status is S.DEMAND_SERVED
    assert agreement.demand_deadline_on == deadline


def test_a_deadline_that_has_passed_is_explained_at_its_field(app):
    agreement = overdue_contract()
    client = client_of(app, owner_of(agreement.licensor))
    path = f"/agreements/{agreement.public_id}/demand"
    with clock.at(clock.today() + timedelta(40)):
        form = {"deadline_on": clock.today().isoformat(), "password": PASSWORD}
        page = client.post(f"{path}?lang=en", data={**form, **csrf(client, path)})
    assert page.status_code == 422
    assert "or a later day" in page.get_data(as_text=True)


def test_only_the_licensors_signatory_serves_a_demand(app):
    agreement = overdue_contract()
    viewer = make_member(agreement.licensor).user
    for user in (owner_of(agreement.licensee), viewer):
        page = client_of(app, user).get(f"/agreements/{agreement.public_id}/demand")
        assert page.status_code == 403


def csrf(client, path):
    text = client.get(path).get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)
    return {"csrf_token": found.group(1)}
