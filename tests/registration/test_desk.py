"""The desk: many at once, who sees to it, receipts read, the office's days, one entry, the calendar."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from marketplace import clock, files
from marketplace.accounts.models import InboxMessage, OrganizationKind, Role
from marketplace.database import transaction
from marketplace.desk import filing_law
from marketplace.documents.rendering import render
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.documents.services import completed
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.registration import clocks, messages, queries, services
from marketplace.registration.desk_models import FilingRun, Outcome
from marketplace.registration.duties import DUTIES, Force, by_route
from marketplace.registration.models import FilingStatus
from marketplace.registration.reading import read_receipt
from marketplace.registration.services import running
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.routes import ROUTES, Duty
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_member, make_organization, owner_of
from tests.declarations.factories import make_patent, make_patentee
from tests.registration import scenes

S = FilingStatus


def paper(*lines):
    """A paper of an office as a PDF with text."""
    data = completed(
        {"title": "备案证明", "paragraphs": list(lines)},
        document_id="x",
        language="zh",
        number=None,
    )
    return render("statement", {**data, "draft": True, "verification_url": ""})


def test_the_table_of_duties_says_everything_once():
    assert set(DUTIES) == set(Duty)
    for duty, rule in DUTIES.items():
        assert rule.event
        assert rule.due
        assert rule.filer
        advised = bool(rule.advised_days or rule.advised_months)
        assert advised is (rule.force is Force.REMINDER), duty
        for route, each in by_route(duty):
            assert each in ROUTES[route].duties
            assert bool(each.months) <= (rule.force is Force.LAW)


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_the_help_page_is_made_from_the_same_table(app, lang):
    page = visit(app.test_client(), f"/help/filings?lang={lang}")
    for row in filing_law.tables(lang)["duties"]:
        assert page.soup.select_one(f"#{row.rule.duty.value}"), row.rule.duty
    reminders = [rule for rule in DUTIES.values() if rule.force is Force.REMINDER]
    words = {"zh_CN": "仅作提醒", "en": "Reminder, not law"}[lang]
    assert page.text.count(words) >= len(reminders) == 2


def test_many_are_prepared_in_one_run_and_what_one_lacks_holds_up_no_other(app):
    party = make_patentee(**scenes.PARTY)
    agreements = [
        deals.noticed(
            deals.published(patents=[make_patent(party)]), make_organization(**scenes.PARTY)
        )
        for _ in range(3)
    ]
    good, late, bad = (scenes.filing(each) for each in agreements)
    bad.agreement.patents[0].patentees = ["别的大学"]
    colleague = make_member(party, None, Role.OWNER).user
    db.session.commit()
    with transaction():
        services.make_responsible(good, colleague, owner_of(party))
    client = client_of(app, owner_of(party))
    page = visit(client, "/filings")
    ids = [each.public_id for each in (good, late, bad)]
    answer = page.send("/filings/runs", id=ids)
    run = db.session.scalars(select(FilingRun)).one()
    assert answer.follow().status == 200
    assert running.counts(run)[Outcome.WAITING] == 3
    assert services.work_on_runs() == 3
    assert services.work_on_runs() == 0
    db.session.refresh(run)
    assert run.finished_at is not None
    counts = services.counts(run)
    assert (counts[Outcome.PREPARED], counts[Outcome.REFUSED]) == (2, 1)
    page = visit(client, f"/filings/runs/{run.public_id}")
    assert "别的大学" in page.text
    assert [each.status for each in (good, late, bad)] == [S.PREPARED, S.PREPARED, S.DUE]
    assert good.responsible == colleague
    seal_pending()
    assert services.make_packages() == 2
    told = select(InboxMessage).where(InboxMessage.code == messages.RUN_FINISHED)
    assert db.session.scalars(told).one().params["refused"] == 1
    assert (
        client_of(app, owner_of(make_organization()))
        .get(f"/filings/runs/{run.public_id}")
        .status_code
        == 404
    )
    with pytest.raises(Refused), transaction():
        services.start_run(party, [good], owner_of(party))
    mine = client_of(app, colleague)
    rows = visit(mine, "/filings?mine=1").soup.select("main tbody tr")
    assert len(rows) == 1


def test_a_receipt_is_read_and_the_person_confirms(app):
    reading = read_receipt(paper("备案号：X2026440000123", "备案日期：2026年11月20日"))
    assert (reading.number, reading.day) == ("X2026440000123", date(2026, 11, 20))
    assert read_receipt(paper("备案号：X2026440000123abc")).number == ""  # never a part of one
    assert read_receipt(b"\x89PNG scan").number == ""
    assert read_receipt(b"%PDF-1.7 broken").has_text is False

    filing = scenes.submitted(scenes.filing(scenes.free()))
    client = client_of(app, owner_of(filing.filer))
    path = f"/filings/{filing.public_id}"
    today = clock.today()
    line = f"备案号：X2026440000123 备案日期：{today.year}年{today.month}月{today.day}日"
    pdf = paper(line)
    page = visit(client, path).send(f"{path}/reading", **{"reading-paper": (BytesIO(pdf), "r.pdf")})
    form = page.form(f"{path}/receipt")
    assert form.select_one("[name=receipt-number]")["value"] == "X2026440000123"
    assert form.select_one("[name=receipt-day]")["value"] == today.isoformat()
    assert filing.status is S.SUBMITTED  # nothing is entered before the person confirms
    kept = form.select_one("[name=receipt-kept]")["value"]
    foreign = files.put(b"%PDF-1.7 somebody else's")
    values = {"receipt-number": "X2026440000123", "receipt-day": today.isoformat()}
    answer = page.send(f"{path}/receipt", **{**values, "receipt-kept": foreign})
    assert (answer.status, filing.status) == (422, S.SUBMITTED)
    page.send(f"{path}/receipt", **{**values, "receipt-kept": kept})
    db.session.refresh(filing)
    assert (filing.status, filing.number) == (S.DONE, "X2026440000123")
    assert files.get(filing.receipt_sha256) == pdf


def test_a_correction_has_its_own_days(app):
    filing = scenes.submitted(scenes.filing(scenes.free()))
    by, today = owner_of(filing.filer), clock.today()
    with pytest.raises(Refused) as refusal, transaction():
        services.require_correction(filing, today, "补清晰件", by, None, today - timedelta(1))
    assert refusal.value.field == "due"
    with transaction():
        services.require_correction(filing, today, "补清晰件", by, None, today + timedelta(30))
    assert filing.awaited_on == today + timedelta(30)
    with clock.at(today + timedelta(29)):
        assert clocks.run() >= 1
        clocks.run()
    told = select(InboxMessage).where(InboxMessage.code == messages.CORRECTION_SOON)
    assert db.session.scalars(told).one().params["days"] == 1
    with clock.at(today + timedelta(31)):
        assert filing.is_overdue(clock.today())
        with transaction():
            services.resubmit(filing, clock.today(), by)  # late, and still possible
    assert filing.status is S.SUBMITTED


def test_the_end_and_a_change_of_what_is_recorded_remind_and_bind_nobody(app):
    filing = scenes.done(scenes.filing(scenes.free()))
    agreement = filing.agreement
    with transaction():
        services.note_end(agreement)
    cancellation = queries.one(agreement, Duty.RECORDAL_CANCELLATION)
    assert cancellation.due_on is None
    assert cancellation.advised_on == clock.today() + timedelta(30)
    with clock.at(cancellation.advised_on + timedelta(400)):
        assert not cancellation.is_overdue(clock.today())
        assert cancellation in db.session.scalars(queries.desk(filing.filer)).all()
        clocks.run()
    told = select(InboxMessage).where(
        InboxMessage.code.in_((messages.ADVISED, messages.OVERDUE)),
        InboxMessage.link == f"/filings/{cancellation.public_id}",
    )
    assert [each.code for each in db.session.scalars(told)] == [messages.ADVISED]
    agreement.ended_on, agreement.end_reason = clock.today(), "双方协商解除"
    db.session.commit()
    with transaction():
        services.answer(cancellation, scenes.ANSWERS, owner_of(cancellation.filer))
    scenes.done(cancellation, "")
    db.session.refresh(filing)
    assert (filing.status, filing.cancelled_on) == (S.CANCELLED, clock.today())


def test_one_entry_reaches_every_form_and_the_calendar_has_every_day(app):
    agreement = scenes.ordinary()
    seal_pending()
    client = client_of(app, owner_of(agreement.licensor))
    path = f"/agreements/{agreement.public_id}/filings/entry"
    page = visit(client, path)
    names = [each["name"] for each in page.soup.select("main input.input")]
    assert len(names) == len(set(names))
    page.send(handler_name="一次填报", project_source="其他")
    recordal = queries.one(agreement, Duty.RECORDAL)
    registration = queries.one(agreement, Duty.CONTRACT_REGISTRATION)
    assert recordal.answers["handler_name"] == "一次填报"
    assert registration.answers["project_source"] == "其他"
    assert "project_source" not in recordal.answers
    assert client_of(app, owner_of(make_organization())).get(path).status_code == 404

    answer = client.get("/filings.ics")
    lines = answer.text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert f"DTSTART;VALUE=DATE:{recordal.due_on:%Y%m%d}" in lines
    alarms = [line for line in lines if line.startswith("TRIGGER")]
    assert alarms == ["TRIGGER:-P30D", "TRIGGER:-P7D", "TRIGGER:-P1D"]


def test_what_is_typed_for_one_form_is_not_typed_for_another(app):
    """The filer's other filings of the deal take it over where they know nothing themselves."""
    firm = make_organization(**scenes.PARTY | {"address": None})
    agreement = deals.accepted(scenes.published(FeeMode.FREE, Route.ORDINARY), firm)
    recordal, feedback = (
        scenes.filing(agreement, kind, answered=False) for kind in (Duty.RECORDAL, Duty.FEEDBACK)
    )
    by = owner_of(recordal.filer)
    with transaction():
        services.answer(feedback, {"licensee_phone": "1"}, by)
        services.answer(recordal, {"licensee_address": "电控路 8 号", "licensee_phone": "2"}, by)
    assert feedback.answers == {"licensee_phone": "1", "licensee_address": "电控路 8 号"}
    with transaction():
        services.answer(feedback, {"licensee_address": ""}, by)
    assert recordal.answers["licensee_address"] == "电控路 8 号"
    scenes.prepared(recordal)
    with pytest.raises(services.Incomplete), transaction():
        services.prepare(feedback, by)


def test_an_institution_files_its_year_from_its_own_records(app):
    patent = make_patent(make_patentee(kind=OrganizationKind.UNIVERSITY, **scenes.PARTY))
    university = patent.claimant
    deals.noticed(deals.published(patents=[patent]), make_organization(**scenes.PARTY))
    client = client_of(app, owner_of(university))
    year = clock.today().year
    page = visit(client, "/filings/yearly")
    answer = page.send(kind="conversion_report", year=str(year))
    assert answer.follow().status == 200
    filing = queries.one(university, Duty.CONVERSION_REPORT, str(year))
    with transaction():
        again = services.open_yearly(university, Duty.CONVERSION_REPORT, year, owner_of(university))
        assert again == filing
    assert filing.due_on is None
    with transaction():
        services.prepare(filing, owner_of(university))
    fields = {
        field["key"]: field["text"]
        for group in filing.package.data["groups"]
        for field in group["fields"]
    }
    assert (fields["licenses"], fields["license_amount"]) == ("1", "0.00元")
    company = make_organization()
    with pytest.raises(Refused) as refusal, transaction():
        services.open_yearly(company, Duty.CONVERSION_REPORT, year, owner_of(company))
    assert refusal.value.code == "not_an_institution"


def test_mandates_are_given_and_ended_in_the_browser(app):
    party = make_organization(**scenes.PARTY)
    agency = make_organization(kind=OrganizationKind.SERVICE)
    client = client_of(app, owner_of(party))
    page = visit(client, "/filings/mandates")
    upload = {"evidence": (BytesIO(b"%PDF-1.7 power"), "power.pdf")}
    day = clock.today().isoformat()
    wrong = page.send(agency="91", kinds=["recordal"], given_on=day, **upload)
    assert (wrong.status, bool(wrong.error_at("agency"))) == (422, True)
    upload = {"evidence": (BytesIO(b"%PDF-1.7 power"), "power.pdf")}
    page.send(agency=agency.code, kinds=["recordal"], given_on=day, **upload)
    (mandate,) = queries.mandates_of(agency)
    assert mandate.covers(Duty.RECORDAL)
    assert not mandate.covers(Duty.FEEDBACK)
    page = visit(client_of(app, owner_of(agency)), "/filings/mandates")
    assert party.name in page.text
    page.send(f"/filings/mandates/{mandate.public_id}/end")
    db.session.refresh(mandate)
    assert mandate.ended_on == clock.today()
    stranger = client_of(app, owner_of(make_organization()))
    assert stranger.get(f"/filings/mandates/{mandate.public_id}/evidence").status_code == 404
