"""Sheets of listings: the command, the university's own sheets, one path of validation."""

import json

import pytest

from marketplace.batches import importing
from marketplace.batches.models import ListingBatch
from marketplace.batches.workbook import HEADINGS, template
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.listings.models import Listing, ListingStatus
from marketplace.listings.queries import terms_for
from marketplace.patents import importing as lists
from marketplace.patents import sheets
from tests.accounts.browser import visit
from tests.accounts.factories import client_of
from tests.declarations.factories import make_patent, make_patentee, owner_of
from tests.listings.factories import give_account

BATCH_01 = "open_license_inventory_2026-03-batch-01.xlsx"
ZH = "申请号,专利名称,许可路径,收费方式,金额（元）,提成率（%）,许可期限（月）,免费期（月）,先用后付（月）\n"


def sheet(*rows, headings=ZH):
    return (headings + "".join(",".join(map(str, row)) + "\n" for row in rows)).encode()


@pytest.fixture
def organization(app):
    found = make_patentee()
    give_account(found)
    return found


@pytest.fixture
def run(app, tmp_path, organization):
    def invoke(data, *options, name="list.csv"):
        path = tmp_path / name
        path.write_bytes(data)
        key = ["--organization", organization.code, "--json"]
        args = ["listings", "import", str(path), *key, *options]
        result = app.test_cli_runner().invoke(args=args)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout.strip().splitlines()[-1])

    return invoke


def test_a_row_makes_a_draft_and_a_second_run_changes_nothing(run, organization):
    patent = make_patent(organization)
    data = sheet((patent.number, "x", "普通许可", "先使用后付费", "30000", "", 36, "", 12))
    first = run(data)
    assert set(first) == {"read", "created", "updated", "unchanged", "refused", "warnings"}
    assert (first["created"], first["refused"]) == (1, [])
    listing = db.session.query(Listing).one()
    terms = terms_for(listing.items[0])
    assert (terms.fee_mode, terms.lump_sum.amount_fen) == ("pay_later", 3_000_000)
    assert listing.status is ListingStatus.DRAFT
    events = len(db.session.execute(db.text("SELECT id FROM audit_events")).all())
    second = run(data)
    assert (second["created"], second["updated"], second["unchanged"]) == (0, 0, 1)
    assert len(db.session.execute(db.text("SELECT id FROM audit_events")).all()) == events


def test_a_changed_row_renews_its_draft(run, organization):
    patent = make_patent(organization)
    row = (patent.number, "x", "open", "lump_sum")
    run(sheet((*row, "30000", "", 36, "", "")))
    assert run(sheet((*row, "3万", "", 36, "", "")))["unchanged"] == 1
    assert run(sheet((*row, "20000", "", 36, "", "")))["updated"] == 1
    listing = db.session.query(Listing).one()
    assert terms_for(listing.items[0]).lump_sum.amount_fen == 2_000_000
    assert db.session.query(ListingBatch).one().status == "prepared"


def test_a_dry_run_writes_nothing(run, organization):
    patent = make_patent(organization)
    assert (
        run(sheet((patent.number, "x", "开放许可", "无偿", "", "", 36, "", "")), "--dry-run")[
            "created"
        ]
        == 1
    )
    assert db.session.query(Listing).count() == 0


def test_english_headings_and_ten_thousands_by_the_heading(run, organization):
    patent = make_patent(organization)
    headings = "number,title,route,fee_mode,amount (wan yuan),period_months\n"
    run(sheet((patent.number, "x", "ordinary", "lump_sum", "1.2", 36), headings=headings))
    assert terms_for(db.session.query(Listing).one().items[0]).lump_sum.amount_fen == 1_200_000


@pytest.mark.parametrize(
    ("fee", "code"),
    [
        ("", "fee_missing"),
        ("具体面议", "fee_negotiable"),
        ("-1", "fee_negative"),
        ("100000", "fee_suspicious"),
    ],
)
def test_what_is_no_fee_refuses_the_row(run, organization, fee, code):
    patent = make_patent(organization)
    headings = "申请号,专利名称,费用标准（万元）,意向价格\n"
    data = sheet((patent.number, "x", fee, "0-10万"), headings=headings)
    report = run(data, "--route", "open", "--fee-mode", "lump_sum", "--period-months", "36")
    (line,) = report["refused"]
    assert set(line) == {"row", "column", "code", "message"}
    assert (line["row"], line["column"], line["code"]) == (2, "费用标准（万元）", code)
    assert report["created"] == 0


def test_another_organizations_patent_is_refused(run):
    patent = make_patent(make_patentee(name="别的大学"))
    report = run(sheet((patent.number, "x", "开放许可", "无偿", "", "", 36, "", "")))
    assert [line["code"] for line in report["refused"]] == ["not_yours"]


def test_an_unknown_organization_exits_with_two(app, tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(sheet())
    args = ["listings", "import", str(path), "--organization", "91110108551385082Q"]
    assert app.test_cli_runner().invoke(args=args).exit_code == 2


def test_the_template_is_read_back(app):
    for language in ("zh", "en"):
        with pytest.raises(sheets.Unreadable) as error:
            sheets.read(template(language)[:0])
        assert error.value.code == "file_empty"
        assert sheets.read(template(language)) == []
    assert len(HEADINGS["zh"]) == len(HEADINGS["en"])


@pytest.mark.parametrize("mode", ["lump_sum", "instalments"])
@pytest.mark.parametrize("route", ["open", "ordinary"])
def test_the_university_sheet_as_it_is(run, organization, shared_data, route, mode):
    data = (shared_data / "lists" / BATCH_01).read_bytes()
    with transaction():
        lists.import_list(data, organization, owner_of(organization))
    options = ["--route", route, "--fee-mode", mode, "--period-months", "36"]
    first = run(data, *options, name=BATCH_01)
    assert first["read"] == 333
    assert first["created"] + len(first["refused"]) == 333
    assert first["created"] > 20
    assert {line["code"] for line in first["refused"]} <= {
        "fee_missing",
        "fee_negotiable",
        "fee_range",
        "fee_suspicious",
    }
    second = run(data, *options, name=BATCH_01)
    assert (second["created"], second["updated"]) == (0, 0)
    assert second["unchanged"] == first["created"]


# One path of validation

BAD = {
    "zero": (
        {
            "route": "ordinary",
            "fee_mode": "lump_sum",
            "lump_sum": {"amount_fen": 0},
            "period": {"months": 36},
        },
        {"lump_sum-amount_fen": "0", "period-months": "36"},
        ("普通许可", "一次总付", "0", "", 36, "", ""),
        "greater_than_equal",
    ),
    "over the ceiling": (
        {
            "route": "open",
            "fee_mode": "lump_sum",
            "lump_sum": {"amount_fen": 2_100_000_000},
            "period": {"months": 36},
        },
        {"lump_sum-amount_fen": "2100万", "period-months": "36"},
        ("开放许可", "一次总付", "2100万", "", 36, "", ""),
        "fixed_fee_ceiling",
    ),
    "a rate over the whole": (
        {
            "route": "open",
            "fee_mode": "royalty",
            "royalty": {"base": "net_sales", "tiers": [{"rate_ppm": 1_200_000}]},
            "period": {"months": 36},
        },
        {"royalty-base": "net_sales", "royalty-tiers-0-rate_ppm": "120", "period-months": "36"},
        ("开放许可", "提成支付", "", "120", 36, "", ""),
        "less_than_equal",
    ),
    "no period": (
        {"route": "ordinary", "fee_mode": "lump_sum", "lump_sum": {"amount_fen": 100}},
        {"lump_sum-amount_fen": "1", "period-months": ""},
        ("普通许可", "一次总付", "1", "", "", "", ""),
        "no_period",
    ),
    "paid after the end": (
        {
            "route": "ordinary",
            "fee_mode": "pay_later",
            "deferral": {"kind": "deferred", "months_after_effect": 48},
            "lump_sum": {"amount_fen": 100},
            "period": {"months": 36},
        },
        {
            "deferral-kind": "deferred",
            "deferral-months_after_effect": "48",
            "lump_sum-amount_fen": "1",
            "period-months": "36",
        },
        ("普通许可", "先使用后付费", "1", "", 36, "", 48),
        "after_the_end",
    ),
    "deferred lump sum on open": (
        {
            "route": "open",
            "fee_mode": "pay_later",
            "deferral": {"kind": "deferred", "months_after_effect": 12},
            "lump_sum": {"amount_fen": 100},
            "period": {"months": 36},
        },
        {
            "deferral-kind": "staged",
            "deferral-months_after_effect": "12",
            "lump_sum-amount_fen": "1",
            "instalments-0-amount_fen": "1",
            "instalments-0-due-months": "0",
            "period-months": "36",
        },
        ("开放许可", "先使用后付费", "1", "", 36, "", 12),
        "deferred_part",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_page_interface_and_import_find_the_same(app, run, organization, name):
    data, typed, row, code = BAD[name]
    patent = make_patent(organization)
    answer = app.test_client().post(
        "/api/v1/terms/validate", json={"schema_version": "terms/1", **data}
    )
    found = {each["code"]: each for each in answer.get_json()["findings"]}
    assert answer.status_code == 200
    assert not answer.get_json()["valid"]
    assert code in found
    report = run(sheet((patent.number, "x", *row)))
    assert [line["code"] for line in report["refused"]] == [code]
    client = client_of(app, owner_of(organization))
    page = visit(client, "/my/listings/new?lang=en")
    page = page.send("/my/listings/new", number=patent.number).follow()
    page = page.send(choice=f"{data['route']}:{data['fee_mode']}").follow()
    action = page.soup.select_one("main form")["action"]
    page = page.send(action, **typed)
    assert page.status == 422
    assert found[code]["messages"]["zh"] in page.text
    assert db.session.query(Listing).one().terms is None


def test_control_without_the_shared_check_the_import_would_take_it(monkeypatch, run, organization):
    patent = make_patent(organization)
    *_, row, code = BAD["over the ceiling"]
    monkeypatch.setattr("marketplace.declarations.checks.findings", lambda terms, kind=None: ())
    plan = importing.plan_import(sheet((patent.number, "x", *row)), organization, {})
    assert code not in {line.code for line in plan.refused}
    assert len(plan.creates) == 1


def test_good_terms_are_shown_with_clauses_and_schedule(app):
    data = {
        "schema_version": "terms/1",
        "route": "ordinary",
        "fee_mode": "lump_sum",
        "lump_sum": {"amount_fen": 3_000_000},
        "period": {"months": 36},
    }
    answer = app.test_client().post("/api/v1/terms/validate", json=data).get_json()
    assert answer["valid"]
    assert {len(each) > 3 for each in answer["clauses"].values()} == {True}
    assert [line["amount"]["amount"] for line in answer["schedule"]] == [3_000_000]
