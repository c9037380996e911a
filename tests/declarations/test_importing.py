"""Declarations announced elsewhere: typed by one, live for notices when another has compared them."""

import io
from datetime import date, timedelta

import openpyxl
import pytest

from marketplace import clock
from marketplace.database import transaction
from marketplace.declarations import reading, services
from marketplace.declarations.models import Declaration, DeclarationStatus
from marketplace.errors import NotAllowed, Refused
from marketplace.extensions import db
from marketplace.patents.enums import PatentKind
from marketplace.patents.models import Bar, BarState
from marketplace.patents.services import new_patent
from marketplace.patents.sheets import Column, read
from tests.accounts.browser import visit
from tests.accounts.factories import client_of
from tests.declarations.factories import (
    FREE,
    clear_bars,
    evidence,
    make_declaration,
    make_patent,
    make_patentee,
    manager_of,
    owner_of,
)

S = DeclarationStatus
pytestmark = pytest.mark.usefixtures("app")

HEAD = "专利号,开放许可声明编号,公告日,公报期号,支付方式,固定费用,入门费,提成率,提成基数,许可期限\n"


def rows_of(organization, *lines):
    return reading.imported((HEAD + "\n".join(lines)).encode())


def imported(organization, rows):
    with transaction():
        return services.import_many(organization, rows, evidence(), owner_of(organization))


def test_it_takes_notices_only_after_the_second_person():
    patent = make_patent(make_patentee())
    organization, day = patent.claimant, clock.today() - timedelta(90)
    rows = rows_of(organization, f"ZL{patent.number},KF1,{day},42卷1期,一次总付,30000,,,,36")
    (outcome,) = imported(organization, rows)
    declaration = outcome.declaration
    assert declaration.announced_elsewhere
    assert declaration.awaits_check
    assert not declaration.takes_notices_on(clock.today())
    with pytest.raises(NotAllowed), transaction():
        services.check_announcement(declaration, owner_of(organization))
    with transaction():
        services.check_announcement(declaration, manager_of(organization))
    assert declaration.status is S.ANNOUNCED
    assert declaration.takes_notices_on(day)
    assert not declaration.takes_notices_on(day - timedelta(1))
    assert declaration.record.lump_sum.amount_fen == 3_000_000


def test_a_rejected_entry_is_entered_again():
    patent = make_patent(make_patentee())
    organization = patent.claimant
    rows = rows_of(organization, f"{patent.number},KF1,{clock.today()},1,无偿,,,,,3年")
    (outcome,) = imported(organization, rows)
    with transaction():
        services.reject_announcement(outcome.declaration, manager_of(organization), "编号不符")
    assert outcome.declaration.status is S.SUBMITTED
    with transaction():
        services.enter_announcement(
            outcome.declaration, "KF2", clock.today(), "1", evidence(), owner_of(organization)
        )
    assert outcome.declaration.number == "KF2"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"way": "无偿", "fixed": "1"}, "row_unreadable"),
        ({"way": "一次总付"}, "row_unreadable"),
        ({"way": "一次总付", "fixed": "-1"}, "row_unreadable"),
        ({"way": "一次总付", "fixed": "nan"}, "row_unreadable"),
        ({"way": "提成", "rate": "2", "base": "产量"}, "row_unreadable"),
        ({"way": "无偿", "months": "随便"}, "row_unreadable"),
    ],
)
def test_terms_that_cannot_be_read_are_refused(cells, code):
    with pytest.raises(Refused) as refusal:
        reading.terms_of({"months": "36", **cells}, PatentKind.INVENTION)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("cells", "check"),
    [
        ({"fixed": "３万元"}, lambda t: t.lump_sum.amount_fen == 3_000_000),
        ({"fixed": "12,000.50"}, lambda t: t.lump_sum.amount_fen == 1_200_050),
        ({"rate": "2.5%"}, lambda t: t.royalty.tiers[0].rate_ppm == 25_000),
        ({"entry": "10000", "rate": "2"}, lambda t: t.entry_fee.amount_fen == 1_000_000),
        ({"way": "无偿", "months": "2028-12-31"}, lambda t: t.period.end_on == date(2028, 12, 31)),
        ({"way": "无偿", "months": "5年"}, lambda t: t.period.months == 60),
    ],
)
def test_terms_are_those_of_the_row(cells, check):
    assert check(reading.terms_of({"months": "36", **cells}, PatentKind.INVENTION))


def test_rows_that_do_not_hold_are_reported():
    organization = make_patentee()
    own, declared = make_patent(organization), make_declaration().patent
    today = clock.today()
    rows = rows_of(
        organization,
        f"{own.number},KF1,{today},1,无偿,,,,,36",
        f"{declared.number},KF2,{today},1,无偿,,,,,36",
        f"{own.number},KF3,{today},1,无偿,,,,,36",
        "202110123456.0,KF4,2026-01-01,1,无偿,,,,,36",
        f"{own.number},KF5,,1,无偿,,,,,36",
    )
    outcomes = imported(organization, rows)
    assert [each.refusal.code if each.refusal else None for each in outcomes] == [
        None,
        "patent_unknown",
        "declared_already",
        "number_check_digit",
        "row_unreadable",
    ]
    assert [each.row for each in outcomes] == [2, 3, 4, 5, 6]


def test_a_bar_does_not_keep_an_announced_declaration_out():
    patent = make_patent(make_patentee())
    clear_bars(patent, BarState.BARRED, bars=[Bar.ANNUITY_UNPAID])
    db.session.commit()
    with transaction():
        declaration = services.import_announced(
            patent,
            patent.claimant,
            FREE,
            owner_of(patent.claimant),
            number="KF1",
            announced_on=clock.today(),
            gazette_issue="1",
            evidence=evidence(),
        )
    assert declaration.status is S.SUBMITTED


def test_a_patent_of_another_is_not_imported():
    patent = make_patent(make_patentee())
    other = make_patentee()
    with pytest.raises(Refused) as refusal, transaction():
        services.import_announced(
            patent,
            other,
            FREE,
            owner_of(other),
            number="KF1",
            announced_on=clock.today(),
            gazette_issue="1",
            evidence=evidence(),
        )
    assert refusal.value.code == "not_yours"


def test_one_is_entered_by_a_form(app):
    patent = make_patent(make_patentee())
    client = client_of(app, owner_of(patent.claimant))
    page = visit(client, "/my/declarations/import/one?lang=en")
    values = {
        "patent": patent.certificate_number,
        "number": "KF1",
        "announced_on": clock.today().isoformat(),
        "gazette_issue": "42卷1期",
        "way": "有偿",
        "months": "36",
    }
    upload = {"evidence": (io.BytesIO(b"%PDF-1.7"), "g.pdf")}
    assert page.send(**values, **upload).status == 422
    upload = {"evidence": (io.BytesIO(b"%PDF-1.7"), "g.pdf")}
    answer = page.send(**values, fixed="30000", **upload)
    assert answer.status == 303
    declaration = db.session.query(Declaration).one()
    assert declaration.record.lump_sum.amount_fen == 3_000_000
    assert answer.follow().status == 200


def test_real_numbers_of_a_universitys_sheet_go_through_an_xlsx(app, shared_data):
    """Real patent numbers from a published list, brought as a workbook of declarations."""
    source = shared_data / "lists" / "open_license_inventory_2026-03-batch-10.xlsx"
    organization = make_patentee()
    rows = read(source.read_bytes())[:40]
    patents = []
    for row in rows:
        text = row.text(Column.NUMBER)
        patent = new_patent(text, organization, title=row.text(Column.TITLE))
        db.session.add(patent)
        patents.append(patent)
    db.session.commit()
    book = openpyxl.Workbook()
    book.active.append(HEAD.strip().split(","))
    for order, patent in enumerate(patents, start=1):
        number = f"KF{order:06d}"
        line = [f"ZL {patent.number}", number, clock.today(), "42卷10期", "无偿", None, None, None]
        book.active.append([*line, None, 12])
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    client = client_of(app, owner_of(organization))
    page = visit(client, "/my/declarations/import?lang=en")
    report = page.send(
        file=(out, "declarations.xlsx"), evidence=(io.BytesIO(b"%PDF-1.7"), "gazette.pdf")
    )
    assert report.status == 200
    made = db.session.query(Declaration).filter_by(organization_id=organization.id).all()
    assert {each.patent_id for each in made} == {each.id for each in patents}
    assert all(each.awaits_check for each in made)
