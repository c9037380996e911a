"""Many filings in one sitting: the same checks as singly, one refused row leaves the others."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import event, func, select

from marketplace import clock, files
from marketplace.accounts.models import Organization, OrganizationKind, Role
from marketplace.audit.models import AuditEvent
from marketplace.database import transaction
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.errors import NotAllowed, Refused
from marketplace.extensions import db
from marketplace.registration import bundle, queries, receipt_table, services
from marketplace.registration.desk_models import FilingRun, FilingRunItem, Outcome
from marketplace.registration.models import (
    Filing,
    FilingPackage,
    FilingReceipt,
    FilingStatus,
    Note,
)
from marketplace.registration.receipt_table import Paper
from marketplace.registration.selection import PACKAGES, RECEIPTS, SEAL, SUBMISSION, Selection
from marketplace.registration.services import preparing
from marketplace.terms.routes import Duty
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_member, make_organization, owner_of
from tests.declarations.factories import make_patent, make_patentee
from tests.kept_scenes import kept_scene
from tests.registration import scenes

S = FilingStatus
MANY = 300


@kept_scene
def university():
    return make_patent(make_patentee(kind=OrganizationKind.UNIVERSITY, **scenes.PARTY)).claimant


@kept_scene
def many(count=MANY):
    """A run whose packages are ready: one prepared through the services, the others beside it with
    what each would say and the same sealed papers."""
    party = university()
    with transaction():
        first = services.open_yearly(party, Duty.CONVERSION_REPORT, 2016, owner_of(party))
    scenes.prepared(first)
    with transaction() as session:
        others = [_beside(first, year) for year in range(2017, 2016 + count)]
        session.add_all(others)
        run = FilingRun(organization=party, started_by=owner_of(party), size=count)
        run.finished_at = clock.now()
        session.add(run)
        session.flush()
        session.add_all(
            FilingRunItem(run_id=run.id, filing_id=each.id, outcome=Outcome.PREPARED)
            for each in (first, *others)
        )
    return run


def _beside(first, year):
    other = Filing(
        organization=first.organization,
        kind=first.kind,
        occasion=str(year),
        filer=first.filer,
        status=S.PREPARED,
        package_sha256=first.package_sha256,
        prepared_at=first.prepared_at,
        public_id=f"f{year:09d}",
        answers={},
    )
    data = json.loads(json.dumps(first.package.data).replace("2016", str(year)))
    other.packages = [
        FilingPackage(
            data=data, record_sha256=first.package.record_sha256, sheet_id=first.package.sheet_id
        )
    ]
    return other


def chosen_of(run):
    return Selection(run.organization, run)


def standing(run, act):
    return db.session.scalars(chosen_of(run).for_act(act)).all()


def codes(results):
    return [each.refusal.code for each in results if not each.done]


def test_three_hundred_in_one_sitting(app):
    run = many()
    party, by = run.organization, owner_of(run.organization)
    with transaction():
        sealed = services.give_all_to_seal(party, standing(run, SEAL), by)
    with transaction():
        sent = services.mark_all_submitted(party, standing(run, SUBMISSION), clock.today(), by)
    lines = [f"{each.public_id}\tNB{each.id}\t{clock.today()}" for each in standing(run, RECEIPTS)]
    paper = Paper("all.pdf", files.put(scenes.RECEIPT))
    rows = receipt_table.match(
        receipt_table.read("\n".join(lines).encode()), standing(run, RECEIPTS), [paper]
    )
    with transaction():
        entered = services.enter_receipts(party, rows, by)
    for results in (sealed, sent, entered):
        assert (len(results), codes(results)) == (MANY, [])
    done = select(func.count(Filing.id)).where(Filing.status == S.DONE, Filing.number.is_not(None))
    assert db.session.scalar(done) == MANY
    for action in ("await_seal", "submit", "complete"):  # each has its own event, as singly
        trail = select(func.count(AuditEvent.id)).where(AuditEvent.tag == f"filing:{action}")
        assert db.session.scalar(trail) == MANY


def test_the_same_checks_as_singly_and_one_refused_row_leaves_the_others(app, monkeypatch):
    run = many(4)
    party, by = run.organization, owner_of(run.organization)
    good, overtaken, unsealed, later = standing(run, SEAL)
    with transaction():
        services.answer(overtaken, {"handler_name": "后改的人"}, by)
        unsealed.package_sha256 = None
    three = [good, overtaken, unsealed]
    for each, code in ((overtaken, "package_overtaken"), (unsealed, "package_not_sealed")):
        with pytest.raises(Refused) as singly, transaction():
            services.mark_awaiting_seal(each, by)
        assert singly.value.code == code
    with transaction():
        results = services.give_all_to_seal(party, three, by)
    assert codes(results) == ["package_overtaken", "package_not_sealed"]
    with transaction():
        results = services.mark_all_submitted(party, three, clock.today(), by)
    assert [each.done for each in results] == [True, False, False]
    assert [each.status for each in (*three, later)] == [
        S.SUBMITTED, S.PREPARED, S.PREPARED, S.PREPARED,
    ]  # fmt: skip
    sitting = select(AuditEvent).where(AuditEvent.tag == "filings:sitting")
    last = db.session.scalars(sitting.order_by(AuditEvent.id.desc())).first()
    assert last.data["done"] == [good.public_id]
    assert last.data["refused"] == [overtaken.public_id, unsealed.public_id]
    with pytest.raises(Refused) as refusal, transaction():
        services.mark_all_submitted(party, [later], clock.today() + timedelta(1), by)
    assert refusal.value.field == "day"

    # what was overtaken is prepared again in a run of its own; what is ready is not
    with transaction():
        services.start_run(party, [*three, later], by)
    again = db.session.scalars(select(FilingRunItem).where(FilingRunItem.run_id != run.id))
    assert [each.filing for each in again] == [overtaken]
    assert services.work_on_runs() == 1
    assert not preparing.is_overtaken(overtaken)
    seal_pending()
    services.make_packages()
    with transaction():
        services.answer(overtaken, {"handler_name": "又改的人"}, by)

    # without the protection the overtaken package is sealed: so the test sees it
    monkeypatch.setattr(preparing, "is_overtaken", lambda filing: False)
    with transaction():
        assert codes(services.give_all_to_seal(party, [overtaken], by)) == []
    assert overtaken.status is S.AWAITING_SEAL


@pytest.mark.databases("sqlite", "postgresql")
def test_a_number_that_another_took_at_the_same_moment_undoes_one_row_alone(app, monkeypatch):
    run = many(3)
    party, by = run.organization, owner_of(run.organization)
    with transaction():
        services.give_all_to_seal(party, standing(run, SEAL), by)
    with transaction():
        services.mark_all_submitted(party, standing(run, SUBMISSION), clock.today(), by)
    filings = standing(run, RECEIPTS)
    paper = Paper("r.pdf", files.put(scenes.RECEIPT))
    text = "\n".join(
        f"{each.public_id},{number},{clock.today()}"
        for each, number in zip(filings, ("N1", "N1", "N2"), strict=True)
    )
    rows = receipt_table.match(receipt_table.read(text.encode()), filings, [paper])
    monkeypatch.setattr(queries, "number_taken", lambda *_, **__: False)  # only the key refuses
    shown = services.rehearse(lambda: services.enter_receipts(party, rows, by))
    assert {each.status for each in filings} == {S.SUBMITTED}
    with transaction():
        entered = services.enter_receipts(party, rows, by)
    assert codes(shown) == codes(entered) == ["number_taken"]
    assert [each.status for each in filings] == [S.DONE, S.SUBMITTED, S.DONE]
    assert [len(each.receipts) for each in filings] == [1, 0, 1]


def test_who_may_not_do_it_singly_may_not_do_it_in_bulk(app):
    run = many(2)
    party = run.organization
    filings = standing(run, SEAL)
    viewer = make_member(party, None, Role.FINANCE).user
    stranger = owner_of(make_organization())
    db.session.commit()
    for user in (viewer, stranger):
        with pytest.raises(NotAllowed), transaction():
            services.give_all_to_seal(party, filings, user)
        with pytest.raises(NotAllowed), transaction():
            services.enter_receipts(party, [receipt_table.Row(1, "x")], user)
    # somebody else's filings cannot be slipped in by their ids
    own = client_of(app, stranger)
    ids = [each.public_id for each in filings]
    path = "/filings/together/seal"
    assert chosen_of(run).chosen(ids, 9) != []
    assert Selection(stranger.memberships[0].organization).chosen(ids, 9) == []
    token = visit(own, "/filings").soup.select_one("[name=csrf_token]")["value"]
    assert own.post(path, data={"csrf_token": token, "id": ids}).status_code == 422
    assert own.get(f"{path}?run={run.public_id}").status_code == 404
    assert own.get(f"/filings/packages.zip?run={run.public_id}").status_code == 404
    mine = client_of(app, viewer)
    assert mine.get(path).status_code == 403
    with mine.get("/filings/packages.zip") as answer:
        assert answer.status_code == 200  # as one by one
    assert {each.status for each in filings} == {S.PREPARED}


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_a_run_from_one_zip_to_its_receipts_in_the_browser(app, lang):
    run = many(3)
    client = client_of(app, owner_of(run.organization))
    at = f"run={run.public_id}"
    owner_of(run.organization).locale = lang
    db.session.commit()
    page = visit(client, f"/filings/runs/{run.public_id}")
    links = [each["href"] for each in page.soup.select("#together a")]
    assert links == [f"/filings/packages.zip?{at}", f"/filings/together/seal?{at}"]
    page = visit(client, links[1])
    assert len(page.soup.select("input[name=id][checked]")) == 3
    ids = [each["value"] for each in page.soup.select("input[name=id]")]
    nothing = page.send(f"/filings/together/seal?{at}")
    assert (nothing.status, len(nothing.soup.select(".error-summary li"))) == (422, 1)
    report = page.send(f"/filings/together/seal?{at}", id=ids)
    words = {"zh_CN": "已办 3 件，未办 0 件。", "en": "3 done, 0 not done."}
    assert words[lang] in report.text
    page = visit(client, f"/filings/together/submission?{at}")
    wrong = page.send(f"/filings/together/submission?{at}", id=ids[:2], day="2999-01-01")
    assert (wrong.status, bool(wrong.error_at("day"))) == (422, True)
    assert len(wrong.soup.select("input[name=id][checked]")) == 2  # what was ticked stays
    today = clock.today().isoformat()
    page.send(f"/filings/together/submission?{at}", id=ids, day=today)

    sheet = openpyxl.load_workbook(BytesIO(zipped(client, at)[bundle.LIST]))
    rows = sheet.active
    rows.cell(2, 9).value, rows.cell(2, 10).value = "NB-1", today
    rows.cell(3, 9).value, rows.cell(3, 10).value = "NB-1", today  # the same number twice
    again = BytesIO()
    sheet.save(again)
    page = visit(client, f"/filings/together/receipts?{at}")
    sent = {
        "file": (BytesIO(again.getvalue()), "清单.xlsx"),
        "papers": (BytesIO(scenes.RECEIPT), "r.pdf"),
    }
    preview = page.send(**sent)
    tables = [len(each.select("tbody tr")) for each in preview.soup.select("main table")]
    assert tables == [1, 1]  # the third row waits for its receipt
    assert db.session.scalar(select(func.count(FilingReceipt.id))) == 0
    entry = f"/filings/together/receipts/entry?{at}"
    forged = preview.form(entry).select_one("[name=rows]")["value"][:-2] + "xx"
    assert preview.send(entry, rows=forged).status == 409
    report = preview.send(entry)
    assert report.status == 200
    states = [each.status for each in db.session.scalars(select(Filing).order_by(Filing.id))]
    assert sorted(states) == [S.DONE, S.SUBMITTED, S.SUBMITTED]
    repeated = preview.send(entry)  # nothing is entered twice
    assert db.session.scalar(select(func.count(FilingReceipt.id))) == 1
    assert repeated.status == 200


def zipped(client, query):
    """The files of the downloaded archive, after its manifest was compared."""
    with client.get(f"/filings/packages.zip?{query}") as answer:
        data = io.BytesIO(answer.data)
    with zipfile.ZipFile(data) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    said = json.loads(found["manifest.json"])["files"]
    assert set(said) == set(found) - {"manifest.json", "manifest.json.p7s"}
    for name, digest in said.items():
        assert hashlib.sha256(found[name]).hexdigest() == digest
    return found


def test_rows_name_the_filing_the_contract_or_the_patent(app):
    party = make_patentee(**scenes.PARTY)
    deal = [
        deals.noticed(
            deals.published(patents=[make_patent(party)]), make_organization(**scenes.PARTY)
        )
        for _ in range(2)
    ]
    first, second = (scenes.submitted(scenes.filing(each)) for each in deal)
    patent = second.agreement.patents[0]
    text = (
        "专利号,合同编号,备案号,备案日\n"
        f",{bundle.contract_number(first)},X1,{clock.today()}\n"
        f"{patent.certificate_number},,X2,{clock.today()}\n"
        f"{patent.certificate_number},,X3,下周\n"
        f",不存在,X4,{clock.today()}\n"
        f"{patent.certificate_number},,,\n"
    )
    rows = receipt_table.read(text.encode())
    papers = [Paper(f"证明{number}.pdf", number * 64) for number in ("1", "2")]
    named = [Paper("备案X1.pdf", "1" * 64), Paper("x2 .pdf", "2" * 64)]
    found = receipt_table.match(rows, [first, second], named)
    assert [each.filing for each in found] == [first.public_id, second.public_id, "", ""]
    assert [each.sha256[:1] for each in found[:2]] == ["1", "2"]
    refused = [each.problem.code for each in found[2:]]
    assert refused == ["row_unreadable", "filing_unknown"]
    unnamed = receipt_table.match(rows, [first, second], papers)
    assert {each.problem.code for each in unnamed[:2]} == {"paper_unnamed"}
    twins = receipt_table.match(rows[1:2], [first, second, second], papers)
    assert twins[0].problem.code == "row_ambiguous"


def test_the_desk_counts_without_loading(app):
    agreement = scenes.ordinary()
    party = agreement.licensor
    filings = queries.of_agreement(agreement)
    rule = [
        each
        for each in filings
        if each.filer_id == party.id
        and each.status is S.DUE
        and each.note is not Note.NO_PRODUCT_YET
        and each.waits_for is None
    ]
    filings[0].after, filings[0].status = filings[1], S.DUE  # one more that waits for another
    filings[0].filer = party
    db.session.commit()
    expected = [each.id for each in rule if each.id != filings[0].id]
    assert filings[0].waits_for
    assert sorted(each.id for each in queries.preparable(party)) == sorted(expected)
    key = party.id
    db.session.expunge_all()
    party = db.session.get(Organization, key)
    seen = []

    def loaded(target, _context):
        seen.append(target)

    event.listen(Filing, "load", loaded)
    try:
        assert queries.preparable_count(party) == len(expected) > 0
        assert chosen_count(party) == 0
    finally:
        event.remove(Filing, "load", loaded)
    assert seen == []


def chosen_count(party):
    return sum(Selection(party).count(act) for act in (SEAL, SUBMISSION, RECEIPTS, PACKAGES))


def test_the_two_mandates_lead_to_each_other(app):
    client = client_of(app, owner_of(make_patentee()))
    for page, other in (
        ("/my/mandates", "/filings/mandates"),
        ("/filings/mandates", "/my/mandates"),
    ):
        assert visit(client, page).soup.select_one(f"main p a[href='{other}']")
