"""The audit pages: searching, one event, one record, verification, and what auditors may not see."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from marketplace import clock
from marketplace.accounts import masking
from marketplace.accounts.models import OrganizationKind
from marketplace.admin import checking, trail
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import position_of, record
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.worker.services import drain
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import make_organization, make_user, owner_of
from tests.declarations.posting import post


def _tags(page):
    """The tags of the events on a page, by their links."""
    ids = [
        link["href"].rsplit("/", 1)[1]
        for link in page.soup.select("main tbody a[href*='/audit/events/']")
    ]
    found = {e.public_id: e.tag for e in db.session.query(AuditEvent)}
    return [found[each] for each in ids]


def _search(browser, **filters):
    return visit(browser, "/audit", query_string=filters)


def _note(subject, by=SYSTEM, tag="organization:edit", **data):
    with transaction():
        return record(tag, subject, by, **data)


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_every_page_opens_in_both_languages(auditor, lang):
    agreement_id = deals.noticed(deals.published()).public_id
    drain()
    event = db.session.query(AuditEvent).filter_by(tag="agreement:sign").one()
    for path in (
        "/audit",
        f"/audit?q={agreement_id}",
        "/audit?q=nothing-like-this",
        f"/audit/events/{event.public_id}",
        f"/audit/records/agreements/{agreement_id}",
        "/audit/verification",
        "/admin/agreements",
    ):
        joint = "&" if "?" in path else "?"
        assert visit(auditor, f"{path}{joint}lang={lang}").status == 200, path


@pytest.mark.parametrize(
    "words",
    [
        lambda a: a.public_id,
        lambda a: f"http://localhost/agreements/{a.public_id}",
        lambda a: a.patents[0].number,
        lambda a: f"ZL {a.patents[0].number.replace('.', ' . ')}",
        lambda a: a.declaration.number,
        lambda a: a.licensee.name,
        lambda a: a.licensee.code.lower(),
    ],
    ids=["id", "address", "number", "written otherwise", "declaration", "name", "code"],
)
def test_a_record_is_found_by_whatever_one_has_of_it(auditor, words):
    agreement = deals.noticed(deals.published())
    other = deals.noticed(deals.published(), deals.licensee(name="无关有限公司"))
    page = _search(auditor, q=words(agreement))
    assert _tags(page)
    assert other.public_id not in str(page.soup)


def test_an_agreement_is_found_by_its_id_with_all_that_relates_to_it(auditor):
    agreement = deals.noticed(deals.published("lump_sum", amount_fen=deals.LUMP_FEN))
    deals.pay(agreement, deals.LUMP_FEN, clock.today(), "R9")
    tags = set(_tags(_search(auditor, q=agreement.public_id)))
    assert {"agreement:draft", "agreement:sign", "agreement:take_effect", "payment:state"} <= tags


def test_a_person_is_found_by_address_as_actor_and_as_subject(auditor):
    user, organization = make_user("li.si@example.com"), make_organization()
    _note(organization, by=user)
    _note(user, tag="user:edit")
    _note(organization, tag="organization:verify")
    assert _tags(_search(auditor, person="LI.SI@example.com")) == ["user:edit", "organization:edit"]
    assert _tags(_search(auditor, person=user.public_id)) == ["user:edit", "organization:edit"]


def test_a_person_whom_nobody_knows_finds_nothing_instead_of_all(auditor):
    _note(make_organization())
    assert _tags(_search(auditor, person="nobody@example.com")) == []
    assert _tags(_search(auditor, organization="没有这家")) == []
    assert _tags(_search(auditor, q="没有这个")) == []


def test_an_organization_is_found_as_actor_and_as_subject(auditor):
    organization, other = make_organization(), make_organization()
    _note(other, by=organization.memberships[0])
    _note(organization, tag="organization:verify")
    _note(other, tag="organization:resume")
    assert _tags(_search(auditor, organization=organization.code)) == [
        "organization:verify",
        "organization:edit",
    ]


def test_a_tag_and_days_narrow_and_both_days_count(auditor):
    organization = make_organization()
    days = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)]
    for day in days:
        with clock.at(clock.start_of_day(day)):
            _note(organization)
        with clock.at(clock.start_of_day(day + timedelta(1)) - timedelta(seconds=1)):
            _note(organization, tag="organization:verify")
    found = _search(auditor, since="2026-03-02", until="2026-03-02")
    assert _tags(found) == ["organization:verify", "organization:edit"]
    assert len(_tags(_search(auditor, tag="organization:edit"))) == 3
    assert len(_tags(_search(auditor, since="2026-03-02", tag="organization:edit"))) == 2


@pytest.mark.parametrize(
    "filters",
    [{"since": "yesterday"}, {"since": "2026-03-02", "until": "2026-03-01"}, {"tag": "no:tag"}],
)
def test_a_filter_that_cannot_be_read_is_named_and_finds_nothing(auditor, filters):
    _note(make_organization())
    page = _search(auditor, **filters)
    assert page.soup.select_one(".error-summary")
    assert _tags(page) == []


def test_pages_lead_to_older_and_back_to_newer(auditor, monkeypatch):
    monkeypatch.setattr(trail, "PER_PAGE", 2)
    organization = make_organization()
    for number in range(5):
        _note(organization, number=str(number))
    numbers = lambda page: [n.get_text().split(" ")[-1] for n in page.soup.select("tbody .small")]  # noqa: E731
    first = _search(auditor, organization=organization.code, lang="en")
    older = visit(auditor, first.soup.select_one("a[rel=next]")["href"])
    oldest = visit(auditor, older.soup.select_one("a[rel=next]")["href"])
    back = visit(auditor, oldest.soup.select_one("a[rel=prev]")["href"])
    assert [numbers(page) for page in (first, older, oldest, back)] == [
        ["4", "3"],
        ["2", "1"],
        ["0"],
        ["2", "1"],
    ]
    assert first.soup.select_one("a[rel=prev]") is None
    assert oldest.soup.select_one("a[rel=next]") is None


def test_an_event_shows_every_column_its_hash_and_its_proof(staff):
    agreement = deals.noticed(deals.published())
    event = db.session.query(AuditEvent).filter_by(tag="agreement:sign").one()
    waiting = visit(staff, f"/audit/events/{event.public_id}?lang=en")
    assert "waits for its number" in waiting.text
    ids = agreement.public_id, agreement.licensee.public_id
    drain()
    event = db.session.query(AuditEvent).filter_by(tag="agreement:sign").one()
    page = visit(staff, f"/audit/events/{event.public_id}?lang=en")
    assert event.sha256 in page.text
    assert trail.covering(position_of(event)).root in page.text
    shown = json.loads(page.soup.select_one("main pre").get_text())
    assert shown == json.loads(event.canonical)
    links = {link["href"] for link in page.soup.select("main a")}
    assert {
        f"/audit/records/{each}" for each in (f"agreements/{ids[0]}", f"organizations/{ids[1]}")
    } <= links


def test_every_link_of_an_event_leads_on(auditor):
    agreement = deals.noticed(deals.published())
    for event in db.session.query(AuditEvent).all():
        page = visit(auditor, f"/audit/events/{event.public_id}")
        assert page.status == 200, event.tag
    page = visit(auditor, f"/audit/records/agreements/{agreement.public_id}")
    for link in page.soup.select("main a"):
        assert auditor.get(link["href"]).status_code == 200, link["href"]


def test_a_record_that_the_trail_does_not_know_is_missing(auditor):
    organization = make_organization()
    assert auditor.get(f"/audit/records/organizations/{organization.public_id}").status_code == 404
    assert auditor.get(f"/audit/records/leases/{organization.public_id}").status_code == 404


def test_auditors_see_no_names_and_addresses_and_administrators_do(auditor, staff):
    person = make_organization(
        make_user("zhao.liu@example.com", name="赵六六"),
        kind=OrganizationKind.NATURAL_PERSON,
        name="赵六六",
    )
    member = person.memberships[0]
    event = _note(
        person,
        by=member,
        name="赵六六",
        reason="请联系 zhao.liu@example.com 或 13812345678,身份证 440101199001011234",
    )
    secrets = ["赵六六", "zhao.liu@", "13812345678", "440101199001011234"]
    paths = [
        "/audit",
        f"/audit/events/{event.public_id}",
        f"/audit/records/organizations/{person.public_id}",
    ]
    for path in paths:
        seen = visit(auditor, path).text
        assert [secret for secret in secrets if secret in seen] == []
        assert "赵**" in seen
    assert all(secret in visit(staff, paths[1]).text for secret in secrets)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("a@b.com", "a***@b.com"),
        ("打 13912345678 给我", "打 139****5678 给我"),
        ("11010119900307123X", "110101************"),
        ("202110123456.7", "202110123456.7"),
        ("合同 91440101000000001X 号", "合同 91440101000000001X 号"),
    ],
)
def test_masking_leaves_what_is_no_person(text, masked):
    assert masking.text(text) == masked


def test_verification_says_that_the_trail_is_sound(auditor):
    deals.noticed(deals.published())
    drain()
    page = visit(auditor, "/audit/verification?lang=en")
    assert trail.checkpoints(1)[0].root in page.text
    found = page.send("/audit/verification")
    assert found.soup.select_one(".notice-done")
    assert not found.soup.select(".notice-overdue")


@pytest.mark.tampers
def test_verification_names_an_edited_event(auditor):
    event_id = _note(make_organization(), reason="true").public_id
    drain()
    db.session.execute(text("DROP TRIGGER audit_events_no_update"))
    db.session.execute(text("UPDATE audit_events SET tag = 'organization:resume'"))
    db.session.commit()
    found = visit(auditor, "/audit/verification").send("/audit/verification")
    assert event_id in found.text
    assert found.soup.select_one(".notice-overdue")


def test_a_trail_too_long_for_a_page_asks_for_the_command(auditor, monkeypatch):
    _note(make_organization())
    _note(make_organization())
    monkeypatch.setattr(checking, "MOST_EVENTS", 1)
    assert "flask audit verify" in visit(auditor, "/audit/verification").text
    assert post(auditor, "/audit/verification") == 409


def test_one_verification_at_a_time(auditor):
    from marketplace.followers import lease

    with lease("audit:verify"):
        assert post(auditor, "/audit/verification") == 409


def test_a_longer_page_of_events_costs_no_more_statements(auditor, statements):
    organization = make_organization()
    _note(organization, by=owner_of(organization))
    with statements() as one:
        auditor.get("/audit")
    for _ in range(5):
        another = make_organization()
        _note(another, by=another.memberships[0])
    with statements() as many:
        auditor.get("/audit")
    assert len(many) <= len(one) + 1
