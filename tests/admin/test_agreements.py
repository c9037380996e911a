"""All agreements with their chains: narrowed, masked for auditors, read only, at a flat cost."""

from marketplace import clock
from marketplace.accounts.models import OrganizationKind
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import make_organization


def test_the_natural_person_among_the_parties_is_masked_in_the_list(auditor, staff):
    licensee = make_organization(kind=OrganizationKind.NATURAL_PERSON, name="钱七七")
    deals.noticed(deals.published(), licensee)
    assert "钱七七" not in visit(auditor, "/admin/agreements").text
    assert "钱七七" in visit(staff, "/admin/agreements").text


def test_agreements_are_narrowed_by_state_route_party_and_day(staff):
    effective = deals.noticed(deals.published())
    awaiting = deals.noticed(deals.published("lump_sum", amount_fen=deals.LUMP_FEN))
    shown = lambda query: {  # noqa: E731
        each.public_id
        for each in (effective, awaiting)
        if each.public_id in str(visit(staff, f"/admin/agreements?{query}").soup)
    }
    today = clock.today().isoformat()
    both = {effective.public_id, awaiting.public_id}
    assert shown("") == both
    assert shown("status=effective") == {effective.public_id}
    assert shown("route=ordinary") == set()
    assert shown(f"organization={awaiting.licensee.code}") == {awaiting.public_id}
    assert shown("organization=没有这家") == set()
    assert shown(f"since={today}&until={today}") == both
    assert shown("until=2020-01-01") == set()


def test_every_agreement_shows_the_marks_of_its_chain(staff):
    deals.noticed(deals.published())
    page = visit(staff, "/admin/agreements")
    assert len(page.soup.select("main .chain-row")) == 1
    assert not page.soup.select("main form[method=post]")


def test_more_agreements_cost_no_more_statements(staff, statements):
    deals.noticed(deals.published())
    with statements() as one:
        staff.get("/admin/agreements")
    for _ in range(3):
        deals.noticed(deals.published())
    with statements() as many:
        staff.get("/admin/agreements")
    assert len(many) <= len(one) + 1
