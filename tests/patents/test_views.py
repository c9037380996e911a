import io
from datetime import date

import pytest

from marketplace.extensions import db
from marketplace.patents.enums import LegalStatus
from marketplace.patents.models import Patent, PatentImport
from tests.accounts.browser import visit
from tests.accounts.factories import (
    client_of,
    make_member,
    make_organization,
    owner_of,
)
from tests.patents.factories import a_csv, a_number, make_patent, make_university

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


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_public_page_tells_what_the_register_and_the_list_say(client, patent, language):
    page = visit(client, f"/patents/{patent.number}?lang={language}")
    assert page.status == 200
    for text in (
        patent.title,
        f"ZL {patent.number}",
        "H01M10/0525",
        "C3841 锂离子电池制造",
        "某大学",
    ):
        assert text in page.text
    assert "储能密度高" in page.text
    assert "2041-03-14" in page.text


def test_the_public_page_tells_nothing_private(client, outsider, patent):
    for browser in (client, outsider):
        page = visit(browser, f"/patents/{patent.number}")
        for text in ("50,000", "0-10万", "材料学院", "细则86"):
            assert text not in page.text


def test_members_see_bars_and_their_own_notes(viewer, patent):
    page = visit(viewer, f"/patents/{patent.number}")
    for text in ("50,000", "0-10万", "材料学院", "细则86(4)"):
        assert text in page.text
    assert page.soup.select(f"a[href*='statements/bars?number={patent.number}']") == []


def test_text_kept_private_is_for_members_only(client, viewer, patent):
    patent.text_private = True
    db.session.commit()
    assert "储能密度高" not in visit(client, f"/patents/{patent.number}").text
    assert "储能密度高" in visit(viewer, f"/patents/{patent.number}").text


def test_every_writing_of_a_number_leads_to_the_page(client, patent):
    answer = client.get(f"/patents/ZL {patent.number.replace('.', '')}")
    assert answer.status_code == 301
    assert answer.location.endswith(f"/patents/{patent.number}")
    assert client.get("/patents/2.02E+12").status_code == 404
    assert client.get(f"/patents/{a_number()}").status_code == 404


def test_an_unconfirmed_rule_is_named(client, university):
    design = make_patent(university, kind=3, filing_on=date(2021, 5, 1))
    page = visit(client, f"/patents/{design.number}{EN}")
    assert "at least through 2031-04-30" in page.text
    assert "not established" in page.text


def test_the_inventory_asks_for_sign_in(client):
    assert client.get("/patents").status_code in {302, 303}


def test_the_inventory_lists_filters_and_counts(manager, university, patent):
    make_patent(university, kind=2, title="一种换热器", legal_status=LegalStatus.TERMINATED)
    make_patent(make_university(), title="别人的专利")
    page = visit(manager, "/patents")
    assert page.status == 200
    assert "别人的专利" not in page.text
    assert "一种电池" in page.text
    for query in ("kind=utility_model", "status=terminated", "q=换热"):
        page = visit(manager, f"/patents?{query}")
        assert "一种换热器" in page.text
        assert "一种电池" not in page.text
    for query in ("willingness=license", f"q={patent.number[:8]}", f"q=ZL{patent.number}"):
        assert "一种电池" in visit(manager, f"/patents?{query}").text
    assert "一种换热器" not in visit(manager, "/patents?willingness=license").text
    assert visit(manager, "/patents?q=100%25").status == 200


def test_a_long_inventory_has_pages(manager, university, monkeypatch):
    monkeypatch.setattr("marketplace.patents.queries.PAGE_SIZE", 2)
    for place in range(5):
        make_patent(university, title=f"第{place}件")
    titles = [visit(manager, f"/patents?page={page}").text for page in (1, 2, 3, 99)]
    assert sum(f"第{place}件" in titles[0] for place in range(5)) == 2
    assert titles[2].count("第") >= 1
    assert titles[2] == titles[3]


def test_an_empty_inventory_says_what_to_do(manager):
    page = visit(manager, f"/patents{EN}")
    assert page.soup.select_one("main .empty a[href='/patents/import']")


def test_a_list_goes_from_upload_over_the_report_to_the_inventory(
    manager, university, patent_count
):
    data = a_csv((a_number(), "发明专利", "一种电机"), ("2.02E+12", "", "坏号"))
    report = upload(manager, data).follow()
    assert report.status == 200
    assert "2.02E+12" in report.text
    assert patent_count() == 0
    entry = PatentImport.query.one()
    action = f"/patents/import/{entry.public_id}/application"
    done = report.send(action).follow()
    assert patent_count() == 1
    assert not done.soup.select(f"form[action='{action}']")
    assert "一种电机" in visit(manager, "/patents").text
    again = report.send(action)
    assert again.status == 409


def test_a_list_that_changes_nothing_has_nothing_to_confirm(manager, university, patent):
    data = a_csv((patent.number, "", patent.title))
    page = upload(manager, data).follow()
    assert page.soup.select("main form[method=post]") == []


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", a_csv(("x",), headings=("甲",))])
def test_an_unreadable_file_is_explained_at_the_field(manager, data, patent_count):
    page = upload(manager, data)
    assert page.status == 422
    assert page.error_at("file")
    assert PatentImport.query.count() == 0


def test_no_file_is_explained_at_the_field(manager):
    page = visit(manager, "/patents/import").send()
    assert page.status == 422
    assert page.error_at("file")


def test_only_managers_import(viewer, client):
    assert viewer.get("/patents/import").status_code == 403
    assert client.get("/patents/import").status_code in {302, 303}


def test_a_report_is_the_organizations_own(manager, outsider, viewer):
    upload(manager, a_csv((a_number(), "", "一种电机")))
    entry = PatentImport.query.one()
    assert outsider.get(f"/patents/import/{entry.public_id}").status_code == 404
    assert visit(viewer, f"/patents/import/{entry.public_id}").status == 200
    page = visit(outsider, "/patents/import")
    token = page.soup.select_one("input[name=csrf_token]")["value"]
    answer = outsider.post(
        f"/patents/import/{entry.public_id}/application", data={"csrf_token": token}
    )
    assert answer.status_code in {403, 404}
    assert Patent.query.count() == 0


def test_one_patent_is_entered_by_hand(manager, university):
    page = visit(manager, "/patents/new")
    wrong = page.send(number="202310123456.7", title="一种电池")
    assert wrong.status == 422
    assert wrong.error_at("number")
    done = page.send(number="ZL 2019 2 1898050.0", title="一种换热器", filing_on="2019-11-06")
    assert "一种换热器" in done.follow().text
    again = page.send(number="201921898050.0", title="一种换热器")
    assert again.error_at("number")
