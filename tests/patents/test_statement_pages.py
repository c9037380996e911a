import io
from datetime import date

import pytest

from marketplace.clock import today
from marketplace.patents import bars
from marketplace.patents.enums import Bar, BarState, Claim, LegalStatus, StatusSource
from tests.accounts.browser import visit
from tests.accounts.factories import (
    client_of,
    make_administrator,
    make_member,
    make_organization,
    owner_of,
)
from tests.patents.factories import make_patent, make_university

EN = "?lang=en"


@pytest.fixture
def patent(university):
    return make_patent(
        university,
        ipc=["H01M10/0525"],
        industries=["C3841"],
        advantage="储能密度高",
        willingness=["license"],
        asking_fee=5_000_000,
        price_intention="0-10万",
        department="材料学院",
        patentees=["某大学"],
    )


@pytest.fixture
def viewer(app, university):
    """The browser of a member who may only read."""
    return client_of(app, make_member(university).user)


@pytest.fixture
def outsider(app):
    return client_of(app, owner_of(make_organization()))


def upload(client, data, name="清单.csv"):
    return visit(client, "/patents/import").send(file=(io.BytesIO(data), name))


def test_bars_are_stated_for_one_patent(manager, patent):
    url = f"/patents/statements/bars?number={patent.number}"
    stated = {bar.value: "clear" for bar in Bar if bar not in bars.DERIVED}
    stated["pledged"] = "barred"
    page = visit(manager, url).send(**stated, source="register_copy", on=today().isoformat())
    page.follow()
    found = {each.bar: each for each in bars.evaluate(patent, today())}
    assert found[Bar.PLEDGED].state is BarState.BARRED
    assert found[Bar.OTHER].source is StatusSource.REGISTER_COPY
    again = visit(manager, url)
    assert again.soup.select_one("input[name=pledged][value=barred]").has_attr("checked")


def test_statements_are_made_for_many_at_once(manager, university, patent):
    other = make_patent(university, asking_fee=100)
    url = f"/patents/statements/plans?number={patent.number}&number={other.number}"
    visit(manager, url).send(
        willingness=["open_license"], implementation="not_implemented"
    ).follow()
    assert [each.willingness for each in (patent, other)] == [["open_license"]] * 2
    assert [each.asking_fee for each in (patent, other)] == [5_000_000, 100]


def test_statements_are_made_for_all_that_the_filter_shows(manager, university, patent):
    model = make_patent(university, kind=2)
    url = "/patents/statements/status?all=1&kind=utility_model"
    page = visit(manager, url)
    page.send(status="valid", source="office_query", on=today().isoformat()).follow()
    assert model.legal_status is LegalStatus.VALID
    assert patent.legal_status is LegalStatus.NOT_STATED


@pytest.mark.parametrize(
    ("form", "fields", "error"),
    [
        ("bars", {"on": "2999-01-01"}, "on"),
        ("bars", {"on": ""}, "on"),
        ("status", {"on": "2999-01-01"}, "on"),
        ("plans", {"asking_fee": "很多"}, "asking_fee"),
        ("plans", {"willingness": ["none", "license"]}, "willingness"),
        ("funding", {"funded": "no", "project": "国家项目"}, "funded"),
        ("days", {"filing_on": "2022-01-01"}, "filing_on"),
    ],
)
def test_a_wrong_statement_is_explained_at_its_field(manager, patent, form, fields, error):
    page = visit(manager, f"/patents/statements/{form}?number={patent.number}").send(**fields)
    assert page.status == 422
    assert page.error_at(error)
    assert patent.statements == []


def test_funding_days_and_report(manager, university, patent):
    base = "/patents/statements"
    number = f"?number={patent.number}"
    visit(manager, f"{base}/funding{number}").send(funded="yes", project="国家项目").follow()
    visit(manager, f"{base}/days{number}").send(filing_on="2021-01-05", granted_on="2023-01-05")
    assert (patent.funded, patent.granted_on) == (True, date(2023, 1, 5))
    design = make_patent(university, kind=3)
    page = visit(manager, f"{base}/report?number={design.number}")
    page.send(conclusion="positive", report_number="W1", report_on="2022-02-02").follow()
    assert design.evaluation_report_number == "W1"
    assert page.send(conclusion="positive", report_number="").error_at("report_number")


@pytest.mark.parametrize("form", ["bars", "status", "plans", "report", "funding", "days"])
def test_statements_are_for_managers_of_the_claimant(viewer, outsider, manager, patent, form):
    url = f"/patents/statements/{form}?number={patent.number}"
    assert viewer.get(url).status_code == 403
    assert outsider.get(url).status_code == 403
    assert manager.get(f"/patents/statements/{form}").status_code == 422


def test_an_administrator_accepts_proof_of_ownership(app, manager, university, patent):
    owner = make_university()
    staff = client_of(app, make_administrator())
    url = f"/patents/{patent.number}/proof"
    assert manager.get(url).status_code == 403
    page = visit(staff, url)
    scan = b"%PDF-1.7 register"
    assert page.send(organization="无此单位", evidence=(io.BytesIO(scan), "a.pdf")).error_at(
        "organization"
    )
    assert page.send(organization=owner.code).error_at("evidence")
    page.send(organization=owner.code, evidence=(io.BytesIO(scan), "a.pdf")).follow()
    assert (patent.claimant, patent.claim) == (owner, Claim.PROVEN)


def test_pages_speak_english_throughout(manager, patent):
    for path in (
        "/patents/import",
        "/patents/new",
        f"/patents/statements/bars{EN}&number={patent.number}",
    ):
        page = visit(manager, path + ("" if "?" in path else EN))
        chinese = [
            word for word in page.soup.select_one("main h1").get_text() if "一" <= word <= "鿿"
        ]
        assert chinese == []
