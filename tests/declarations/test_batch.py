"""Many in one sitting: what is possible is done, the rest reported, people told once."""

import hashlib
import io
import json
import time
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import func, select

from marketplace import clock
from marketplace.accounts.models import InboxMessage, OrganizationKind, User
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import subject_key
from marketplace.database import transaction
from marketplace.declarations import bundle, policies, queries, reading, services
from marketplace.declarations.models import Declaration, DeclarationStatus
from marketplace.declarations.reading import Entry
from marketplace.declarations.services import batch
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.in_house import queries as house
from marketplace.in_house import services as in_house
from marketplace.in_house.models import Verdict
from tests.accounts.browser import visit
from tests.accounts.factories import PASSWORD, client_of, make_organization
from tests.declarations.factories import (
    FREE,
    LUMP_SUM,
    evidence,
    make_patent,
    make_patentee,
    manager_of,
    owner_of,
)
from tests.declarations.posting import post

S = DeclarationStatus
pytestmark = pytest.mark.usefixtures("app")


def prepared(count=3, terms=LUMP_SUM, **values):
    """An organization with declarations in preparation."""
    organization = make_patentee()
    patents = [make_patent(organization, commit=False, **values) for _ in range(count)]
    with transaction():
        return organization, [
            services.prepare(patent, organization, terms, owner_of(organization))
            for patent in patents
        ]


def run(act, *args, **values):
    with transaction():
        return act(*args, **values)


def filed(count=3):
    organization, declarations = prepared(count)
    owner, manager = owner_of(organization), manager_of(organization)
    run(batch.sign_commitments, declarations, owner)
    run(batch.submit_for_approval, declarations, owner)
    with transaction():
        for each in declarations:
            services.approve(each, manager)
    run(batch.mark_submitted, declarations, owner, clock.today())
    return organization, declarations


def table(declarations, issue="42卷10期", heading=True):
    lines = [
        f"{d.patent.certificate_number}\tKF2026{n:06d}\t{clock.today()}\t{issue}"
        for n, d in enumerate(declarations, start=1)
    ]
    head = ["专利号\t开放许可声明编号\t公告日\t公报期号"] if heading else []
    return "\n".join([*head, *lines]).encode()


def entered(organization, declarations):
    entries = reading.announcements(table(declarations))
    return run(
        services.enter_announcements, organization, entries, evidence(), owner_of(organization)
    )


def codes(outcomes):
    return [each.refusal.code if each.refusal else None for each in outcomes]


def test_a_sitting_brings_all_to_the_office():
    _, declarations = filed()
    assert {each.status for each in declarations} == {S.SUBMITTED}
    assert all(each.commitment for each in declarations)


def test_what_cannot_be_done_is_named_and_the_rest_is_done():
    organization, declarations = prepared()
    declarations[1].contact = ""
    db.session.commit()
    outcomes = run(batch.submit_for_approval, declarations, owner_of(organization))
    assert codes(outcomes) == [None, "contact_missing", None]
    assert [each.status for each in declarations] == [S.APPROVING, S.PREPARING, S.APPROVING]


def test_a_sitting_tells_once():
    organization, declarations = prepared()
    run(batch.submit_for_approval, declarations, owner_of(organization))
    messages = db.session.scalars(
        select(InboxMessage).where(InboxMessage.organization_id == organization.id)
    ).all()
    assert [(each.code, each.link) for each in messages] == [
        ("approval:asked_many", "/my/approvals")
    ]
    assert messages[0].params["count"] == 3
    events = db.session.scalars(select(AuditEvent).filter_by(tag="declarations:batch")).all()
    assert len(events) == 1


def test_every_act_of_a_sitting_leaves_its_own_event():
    _, declarations = filed()
    tags = db.session.scalars(
        select(func.count()).where(AuditEvent.tag == "declaration:mark_submitted")
    ).one()
    assert tags == len(declarations)


def test_announcements_are_entered_from_a_table_with_one_evidence():
    organization, declarations = filed()
    assert codes(entered(organization, declarations)) == [None] * 3
    assert {each.evidence_sha256 for each in declarations} == {evidence()}
    assert all(each.awaits_check for each in declarations)
    assert not any(each.is_announced for each in declarations)


def test_a_table_without_headings_is_read_in_the_order_of_its_columns():
    _, declarations = filed(2)
    entries = reading.announcements(table(declarations, heading=False))
    assert [each.patent for each in entries] == [each.patent.number for each in declarations]
    assert [each.row for each in entries] == [1, 2]


def test_rows_that_do_not_hold_are_reported_one_by_one():
    organization, (first, second, third) = filed()
    day = clock.today()
    rows = [
        Entry(2, "", first.patent.number, "KF1", day, "42卷10期"),
        Entry(3, "", second.patent.number, "KF1", day, "42卷10期"),
        Entry(4, "", third.patent.number, "KF3", day, "42卷11期"),
        Entry(5, "x", problem=Refused("number_form", "x")),
        Entry(6, "", "202110999999.9", "KF9", day, "42卷10期"),
    ]
    outcomes = run(
        services.enter_announcements, organization, rows, evidence(), owner_of(organization)
    )
    assert codes(outcomes) == [
        None,
        "row_twice",
        "other_issue",
        "number_form",
        "declaration_unknown",
    ]
    assert [each.row for each in outcomes] == [2, 3, 4, 5, 6]
    assert (second.entered_at, third.entered_at) == (None, None)


def test_the_second_person_confirms_all_and_rejects_single_ones():
    organization, declarations = filed()
    entered(organization, declarations)
    wrong = declarations[1]
    outcomes = run(
        batch.check_announcements,
        declarations,
        manager_of(organization),
        {wrong.public_id: "编号与公报不符"},
    )
    assert codes(outcomes) == [None] * 3
    assert [each.status for each in declarations] == [S.ANNOUNCED, S.SUBMITTED, S.ANNOUNCED]
    assert wrong.entered_at is None


def test_the_first_person_confirms_nothing():
    organization, declarations = filed()
    entered(organization, declarations)
    outcomes = run(batch.check_announcements, declarations, owner_of(organization), {})
    assert codes(outcomes) == ["another_person"] * 3
    assert {each.status for each in declarations} == {S.SUBMITTED}


def test_without_the_second_person_rule_one_would_do_both(monkeypatch):
    """Negative control of the test above."""
    organization, declarations = filed()
    entered(organization, declarations)
    monkeypatch.setattr(policies, "require_another", lambda *_: None)
    run(batch.check_announcements, declarations, owner_of(organization), {})
    assert {each.status for each in declarations} == {S.ANNOUNCED}


def test_the_bundle_holds_every_sheet_and_its_digest():
    _, declarations = prepared(2)
    with bundle.write(declarations) as file, zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        manifest = json.loads(archive.read("manifest.json"))
        for name, sha256 in manifest["files"].items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == sha256
        assert names == {*manifest["files"], "manifest.json", "manifest.json.p7s"}
        rows = openpyxl.load_workbook(io.BytesIO(archive.read("清单.xlsx"))).active
        listed = [row[1] for row in rows.iter_rows(min_row=2, values_only=True)]
    assert listed == [each.patent.certificate_number for each in declarations]
    for each in declarations:
        assert f"{each.patent.number}/专利开放许可声明.docx" in names
        assert f"{each.patent.number}/declaration.json" in names
    assert manifest["count"] == 2


def test_three_hundred_in_one_sitting_take_seconds():
    """One person's whole afternoon in the office; the limit is for a machine that is busy."""
    organization, declarations = prepared(300, terms=FREE)
    owner_id = owner_of(organization).id
    ids = [each.public_id for each in declarations]
    taken = {}
    for name, act in (
        ("commitment", batch.sign_commitments),
        ("approval", batch.submit_for_approval),
    ):
        db.session.expunge_all()
        start = time.process_time()
        with transaction():
            chosen = queries.chosen(organization, ids, limit=batch.LIMIT)
            outcomes = act(chosen, db.session.get(User, owner_id))
        taken[name] = time.process_time() - start
        assert all(each.done for each in outcomes)
    start = time.process_time()
    with bundle.write(queries.chosen(organization, ids, limit=batch.LIMIT)) as file:
        assert file.read(2) == b"PK"
    taken["bundle"] = time.process_time() - start
    assert max(taken.values()) < 20, taken


def test_more_than_the_limit_is_refused():
    organization, declarations = prepared(1)
    with pytest.raises(Refused) as refusal, transaction():
        batch.sign_commitments(declarations * 501, owner_of(organization))
    assert refusal.value.code == "too_many"


def test_the_desk_acts_on_what_was_ticked(app):
    organization, declarations = prepared()
    client = client_of(app, owner_of(organization))
    assert visit(client, "/my/declarations?lang=en&sort=number&size=100").status == 200
    chosen = "&".join(f"id={each.public_id}" for each in declarations[:2])
    page = visit(client, f"/my/declarations/batch?act=commitment&{chosen}")
    report = page.send("/my/declarations/batch/commitment", read="y", password=PASSWORD)
    assert report.status == 200
    assert [bool(each.commitment) for each in declarations] == [True, True, False]
    page = visit(client, "/my/declarations/batch?act=approval&all=1&status=preparing")
    page.send("/my/declarations/batch/approval")
    assert {each.status for each in declarations} == {S.APPROVING}


def test_a_wrong_password_signs_nothing(app):
    organization, declarations = prepared(1)
    client = client_of(app, owner_of(organization))
    page = visit(client, "/my/declarations/batch?act=commitment&all=1")
    answer = page.send("/my/declarations/batch/commitment", read="y", password="wrong")
    assert answer.status == 422
    assert declarations[0].commitment is None


def test_announcements_and_their_check_in_the_browser(app):
    organization, declarations = filed()
    first, second = client_of(app, owner_of(organization)), client_of(app, manager_of(organization))
    page = visit(first, "/my/declarations/announcements")
    report = page.send(
        table=table(declarations).decode(), evidence=(io.BytesIO(b"%PDF-1.7 page"), "g.pdf")
    )
    assert report.status == 200
    sitting = visit(first, "/my/declarations/check?lang=en")
    assert sitting.soup.select("input[name=wrong]") == []
    sitting = visit(second, "/my/declarations/check?lang=en")
    wrong = declarations[0].public_id
    assert sitting.send("/my/declarations/check", wrong=wrong).status == 422
    assert db.session.get(Declaration, declarations[1].id).status is S.SUBMITTED
    report = sitting.send("/my/declarations/check", wrong=wrong, **{f"reason-{wrong}": "不符"})
    assert report.status == 200
    assert [each.status for each in declarations] == [S.SUBMITTED, S.ANNOUNCED, S.ANNOUNCED]


def test_odd_rows_are_marked_for_the_eye(app):
    organization, declarations = filed()
    entered(organization, declarations)
    declarations[2].number = "1234"
    db.session.commit()
    page = visit(client_of(app, manager_of(organization)), "/my/declarations/check?lang=en")
    assert page.text.count("number is written unlike the others") == 1


def test_the_desk_reaches_only_ones_own(app):
    _, declarations = prepared(1)
    stranger = client_of(app, owner_of(make_organization()))
    path = f"/my/declarations/batch?act=approval&id={declarations[0].public_id}"
    assert "Nothing is chosen" in visit(stranger, path + "&lang=en").text
    status = post(stranger, "/my/declarations/batch/approval", id=declarations[0].public_id)
    assert status == 200
    assert declarations[0].status is S.PREPARING
    with stranger.get(path.replace("approval", "sheets")) as answer:
        data = answer.data
    with zipfile.ZipFile(io.BytesIO(data)) as each:
        assert not any(declarations[0].patent.number in name for name in each.namelist())


def test_an_unknown_act_is_not_there(app):
    organization, _ = prepared(1)
    client = client_of(app, owner_of(organization))
    assert visit(client, "/my/declarations/batch?act=destroy").status == 404
    assert post(client, "/my/declarations/batch/destroy") == 404


def test_whatever_the_house_decides_on_many_is_told_once():
    organization, declarations = prepared()
    organization.is_state_institution = True
    organization.kind = OrganizationKind.UNIVERSITY
    db.session.commit()
    owner, manager = owner_of(organization), manager_of(organization)
    run(batch.submit_for_approval, declarations, owner)
    with transaction():
        in_house.decide(
            house.pending_among(map(subject_key, declarations)), Verdict.APPROVE, manager
        )
    notice = run(
        services.open_in_house_notices,
        declarations,
        manager,
        opened_on=clock.today() - timedelta(20),
        days=15,
        place="公告栏",
        evidence=evidence(),
    )
    run(in_house.pass_notice, notice, manager)
    assert {each.status for each in declarations} == {S.READY}
    told = db.session.scalars(
        select(InboxMessage.code)
        .where(InboxMessage.organization_id == organization.id)
        .order_by(InboxMessage.id)
    ).all()
    assert told == [
        "approval:asked_many",
        "declaration:batch_notice",
        "in_house_notice:opened",
        "declaration:batch_ready",
    ]
