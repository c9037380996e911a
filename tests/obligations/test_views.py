"""Pages of royalty statements and of facts that trigger payment."""

import re
from datetime import timedelta
from io import BytesIO

import pytest

from marketplace import clock
from marketplace.obligations.models import FactKind, StatementStatus
from marketplace.obligations.services import facts_of, rows_of
from marketplace.obligations.statements import statements_of
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.events import FirstRevenue
from tests import deals
from tests.accounts.factories import client_of, make_member, make_user, owner_of

LANGUAGES = pytest.mark.parametrize("lang", ["zh_CN", "en"])


@pytest.fixture
def royal(app):
    """A royalty license whose first half-year is over."""
    agreement = deals.noticed(deals.published(FeeMode.ROYALTY, rate_ppm=15_000))
    with clock.at(clock.add_months(clock.today(), 6) + timedelta(5)):
        yield agreement


def post(client, path, **data):
    text = client.get(path).get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text).group(1)
    return client.post(f"{path}?lang=en", data={"csrf_token": token, **data})


def licensee_of(app, agreement):
    return client_of(app, owner_of(agreement.licensee))


def licensor_of(app, agreement):
    return client_of(app, owner_of(agreement.licensor))


def reported(app, agreement, amount="2,000,000"):
    path = f"/agreements/{agreement.public_id}/statements/new"
    period = rows_of(agreement)[0].public_id
    page = post(licensee_of(app, agreement), path, period=period, amount=amount)
    assert page.status_code == 303
    return statements_of(agreement)[0]


@LANGUAGES
def test_the_page_asks_for_the_periods_that_are_over(app, royal, lang):
    path = f"/agreements/{royal.public_id}/statements/new"
    text = licensee_of(app, royal).get(path, query_string={"lang": lang}).get_data(as_text=True)
    assert text.count("<option") == 1
    assert 'name="amount"' in text
    assert 'name="units"' not in text


def test_a_report_is_accepted_and_its_royalty_falls_due(app, royal):
    statement = reported(app, royal)
    assert statement.quantity == 200_000_000
    page = f"/statements/{statement.public_id}"
    text = licensor_of(app, royal).get(f"{page}?lang=en").get_data(as_text=True)
    assert "¥2,000,000.00" in text
    assert post_to(licensor_of(app, royal), page, "acceptance").status_code == 303
    assert statement.status is StatementStatus.ACCEPTED
    assert rows_of(royal)[0].amount_fen == 3_000_000


def post_to(client, page, step):
    text = client.get(page).get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text).group(1)
    return client.post(f"{page}/{step}", data={"csrf_token": token})


def test_a_disputed_report_is_reported_anew(app, royal):
    statement = reported(app, royal)
    path = f"/statements/{statement.public_id}/dispute"
    empty = post(licensor_of(app, royal), path, reason="")
    assert empty.status_code == 422
    assert post(licensor_of(app, royal), path, reason="与报表不符").status_code == 303
    assert statement.status is StatementStatus.DISPUTED
    assert reported(app, royal, "2,500,000").id != statement.id


@pytest.mark.parametrize("typed", ["", "面议", "-5"])
def test_a_figure_that_is_none_is_explained(app, royal, typed):
    path = f"/agreements/{royal.public_id}/statements/new"
    period = rows_of(royal)[0].public_id
    page = post(licensee_of(app, royal), path, period=period, amount=typed)
    assert page.status_code == 422
    assert "field-error" in page.get_data(as_text=True)
    assert statements_of(royal) == []


def test_nobody_reports_or_answers_for_the_other_side(app, royal):
    path = f"/agreements/{royal.public_id}/statements/new"
    assert licensor_of(app, royal).get(path).status_code == 403
    statement = reported(app, royal)
    page = f"/statements/{statement.public_id}"
    assert licensee_of(app, royal).get(f"{page}/dispute").status_code == 403
    viewer = client_of(app, make_member(royal.licensee).user)
    assert viewer.get(path).status_code == 403
    assert viewer.get(page).status_code == 200
    for stranger in (client_of(app, owner_of(deals.licensee())), client_of(app, make_user())):
        assert stranger.get(page).status_code == 404


def test_without_an_open_period_there_is_nothing_to_report(app):
    agreement = deals.noticed(deals.published(FeeMode.ROYALTY, rate_ppm=15_000))
    path = f"/agreements/{agreement.public_id}/statements/new"
    assert licensee_of(app, agreement).get(path).status_code == 409


def test_the_first_revenue_triggers_payment(app):
    listing = deals.published(FeeMode.PAY_LATER, Route.ORDINARY, rate_ppm=20_000)
    agreement = deals.accepted(listing)
    path = f"/agreements/{agreement.public_id}/facts/first-revenue"
    assert licensor_of(app, agreement).get(path).status_code == 404
    client, today = licensee_of(app, agreement), clock.today()
    late = post(client, path, on=(today + timedelta(1)).isoformat())
    assert late.status_code == 422
    assert "Enter a day that has come." in late.get_data(as_text=True)
    assert post(client, path, on=today.isoformat()).status_code == 303
    assert facts_of(agreement) == (FirstRevenue(today),)
    assert client.get(path).status_code == 404


def test_a_milestone_is_entered_by_the_licensor_with_its_proof_only(app):
    listing = deals.published(
        FeeMode.PAY_LATER, Route.ORDINARY, amount_fen=deals.LUMP_FEN, milestone="中试验收"
    )
    agreement = deals.accepted(listing)
    path = f"/agreements/{agreement.public_id}/facts/milestone"
    client, day = licensor_of(app, agreement), clock.today().isoformat()
    assert post(client, path, name="中试验收", on=day).status_code == 422
    proof = (BytesIO(b"%PDF-1.7 proof"), "proof.pdf")
    assert post(client, path, name="中试验收", on=day, proof=proof).status_code == 303
    assert facts_of(agreement)[0].name == "中试验收"


def test_other_facts_have_no_page(app, royal):
    for kind in FactKind:
        if kind not in (FactKind.FIRST_REVENUE, FactKind.MILESTONE):
            path = f"/agreements/{royal.public_id}/facts/{kind.value}"
            assert licensee_of(app, royal).get(path).status_code == 404
