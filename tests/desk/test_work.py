"""My desk: what waits, deals with their chains, filings by day, money; how to begin."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.database import transaction
from marketplace.desk.workload import desk_of
from marketplace.enquiries import services as enquiries
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.factories import client_of, make_organization, make_user, owner_of
from tests.enquiries.factories import asked


def text_of(app, user, lang="en"):
    page = client_of(app, user).get("/desk", query_string={"lang": lang})
    assert page.status_code == 200
    return page.get_data(as_text=True)


@pytest.fixture(autouse=True)
def _english(app):
    with app.test_request_context("/?lang=en"):
        yield


def test_a_visitor_is_asked_to_sign_in(client):
    page = client.get("/desk")
    assert (page.status_code, page.location.split("?")[0]) == (303, "/sign-in")


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_a_newcomer_is_told_the_next_step(app, lang):
    text = text_of(app, make_user(), lang)
    assert "/organization/new" in text
    assert text.count("button-primary") == 1


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_an_organization_with_nothing_is_told_how_to_begin(app, lang):
    text = text_of(app, owner_of(deals.licensee()), lang)
    assert "/patents/import" in text
    assert "/listings" in text


def test_an_unverified_organization_is_led_to_verification(app):
    text = text_of(app, owner_of(make_organization(verified=False)))
    assert "/organization/verification" in text


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_both_sides_see_the_deal_with_its_chain(app, lang):
    agreement = deals.noticed(deals.published())
    for party in (agreement.licensee, agreement.licensor):
        text = text_of(app, owner_of(party), lang)
        assert f"/agreements/{agreement.public_id}" in text
        assert "chain-row" in text


def test_the_recordal_stands_on_the_list_of_its_filer_with_its_day(app):
    agreement = deals.accepted(deals.published(route=Route.ORDINARY))
    day = clock.add_months(agreement.effective_on, 3).isoformat()
    assert f"by {day}" in text_of(app, owner_of(agreement.licensor))


def test_money_is_owed_to_one_and_by_the_other(app):
    listing = deals.published(
        FeeMode.INSTALMENTS, Route.ORDINARY, amounts_fen=[1_000_000, 2_000_000], every_months=1
    )
    agreement = deals.accepted(listing)
    payer, payee = agreement.licensee, agreement.licensor
    with clock.at(clock.today() + timedelta(10)):
        owing = desk_of(payer, owner_of(payer), "en")
        owed = desk_of(payee, owner_of(payee), "en")
    assert (owing.to_pay.overdue_fen, owing.to_pay.soon_fen) == (1_000_000, 2_000_000)
    assert (owed.to_receive.overdue_fen, owed.to_receive.soon_fen) == (1_000_000, 2_000_000)
    assert owing.to_receive.overdue_fen == owed.to_pay.overdue_fen == 0


def test_the_funnel_counts_stations_behind_each_deal(app):
    listing = deals.published()
    for _ in range(2):
        deals.noticed(listing)
    deals.drafted(listing)
    house = listing.organization
    shown = {bar.label: bar.value for bar in desk_of(house, owner_of(house), "en").funnel}
    assert shown["Effect"] == 2
    assert shown["Notice"] == 2


def test_what_waits_comes_with_the_nearest_day_first(app):
    listing = deals.published(FeeMode.LUMP_SUM, Route.ORDINARY, amount_fen=deals.LUMP_FEN)
    agreement = deals.accepted(listing)
    from marketplace.obligations import clocks

    with clock.at(clock.today() + timedelta(3)):
        clocks.run()
        house = agreement.licensee
        waiting = desk_of(house, owner_of(house), "en").waiting
    assert waiting[0][0].due_on is not None
    assert waiting[0][1].action == "Upload the slip"


def test_a_full_desk_takes_no_more_statements_than_a_thin_one(app, statements):
    listing = deals.published()
    house = listing.organization
    deals.noticed(listing)
    client = client_of(app, owner_of(house))

    def count():
        client.get("/desk")
        with statements() as seen:
            client.get("/desk")
        return len(seen)

    thin = count()
    for _ in range(4):
        deals.noticed(listing)
    assert count() <= thin + 2
    assert thin <= 45


def test_questions_without_an_answer_wait_on_the_desk(app):
    enquiry = asked()
    patentee = owner_of(enquiry.patentee)
    assert "1 question without an answer" in text_of(app, patentee)
    with transaction():
        enquiries.answer(enquiry, patentee, "不用改。")
    assert "without an answer" not in text_of(app, patentee)
