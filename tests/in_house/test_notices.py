"""The in-house notice: its life, its last day in Shanghai, objections, and many in one."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from unittest.mock import patch

import pytest

from marketplace import clock
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.declarations import services as declarations
from marketplace.declarations.models import DeclarationStatus
from marketplace.documents.models import DocumentKind
from marketplace.documents.queries import current, documents_of
from marketplace.errors import NotAllowed, Refused, TransitionNotAllowed
from marketplace.in_house import queries, services
from marketplace.in_house.models import (
    ApprovalStatus,
    InHouseNotice,
    NoticeStatus,
    ObjectionResult,
    Pricing,
)
from marketplace.in_house.models.notices import LIFECYCLE
from marketplace.in_house.rules import notice_applies
from tests.accounts.factories import make_organization
from tests.declarations.factories import (
    evidence,
    make_declaration,
    make_patent,
    make_patentee,
    manager_of,
    owner_of,
)

S = NoticeStatus
pytestmark = pytest.mark.usefixtures("app")

ALLOWED = {
    (S.OPEN, "object"): S.OBJECTED,
    (S.OBJECTED, "object"): S.OBJECTED,
    (S.OBJECTED, "settle"): S.OPEN,
    (S.OPEN, "pass"): S.PASSED,
    (S.OPEN, "stop"): S.STOPPED,
    (S.OBJECTED, "stop"): S.STOPPED,
}


@pytest.mark.parametrize(("status", "action"), list(product(S, LIFECYCLE.moves)))
def test_every_action_in_every_state(status, action):
    notice = InHouseNotice(status=status)
    if (status, action) in ALLOWED:
        notice.move(action)
        assert notice.status is ALLOWED[status, action]
        return
    with pytest.raises(TransitionNotAllowed):
        notice.move(action)


@pytest.mark.parametrize(
    ("state", "pricing", "applies"),
    [
        (True, Pricing.OWN, True),
        (True, Pricing.NEGOTIATED, True),
        (True, Pricing.MARKET, False),
        (False, Pricing.OWN, False),
        (False, Pricing.NEGOTIATED, False),
    ],
)
def test_when_a_notice_applies(state, pricing, applies):
    assert notice_applies(make_organization(is_state_institution=state), pricing) is applies


def shown(count=1, days=15, **more):
    """Declarations of a state institution in one notice opened today."""
    patentee = make_patentee(is_state_institution=True)
    papers = [
        make_declaration(DeclarationStatus.APPROVING, patent=make_patent(patentee))
        for _ in range(count)
    ]
    with transaction():
        notice = declarations.open_in_house_notices(
            papers,
            manager_of(patentee),
            opened_on=clock.today(),
            days=days,
            place="学校官网",
            **{"evidence": evidence(), **more},
        )
    return notice, papers


def object_to(notice, row=None):
    with transaction():
        return services.object_to(
            notice,
            owner_of(notice.organization),
            raised_by="李教授",
            raised_on=clock.today(),
            text="发明人排序有误",
            row=row,
        )


def rule(objection, result):
    with transaction():
        services.rule_on(
            objection,
            manager_of(objection.notice.organization),
            result=result,
            handling="经学术委员会复核。",
            ruled_on=clock.today(),
        )


def after(notice):
    return clock.at(notice.earliest_pass_on)


def close(notice):
    with transaction():
        services.pass_notice(notice, owner_of(notice.organization))


def test_one_notice_shows_many_and_passes_them_all():
    notice, papers = shown(3)
    assert {each.status for each in papers} == {DeclarationStatus.IN_HOUSE_NOTICE}
    with after(notice):
        close(notice)
        assert {each.in_house_passed_on for each in papers} == {clock.today()}
    assert {each.status for each in papers} == {DeclarationStatus.READY}
    tags = [event.tag for event in history(notice) if event.tag.startswith("in_house_notice:")]
    assert tags == ["in_house_notice:open", "in_house_notice:add_evidence", "in_house_notice:pass"]


def test_the_whole_last_day_in_shanghai_must_be_over():
    with clock.at(date(2026, 3, 1)):
        notice, _ = shown(days=10)
    assert (notice.ends_on, notice.earliest_pass_on) == (date(2026, 3, 11), date(2026, 3, 12))
    last_second = datetime(2026, 3, 11, 15, 59, 59, tzinfo=UTC)
    with clock.at(last_second), pytest.raises(Refused) as refusal:
        close(notice)
    assert refusal.value.code == "in_house_notice_running"
    with clock.at(last_second + timedelta(seconds=1)):
        close(notice)
    assert (notice.status, notice.passed_on) == (S.PASSED, date(2026, 3, 12))


def test_control_without_the_last_day_rule_it_would_pass_at_once():
    notice, _ = shown()
    with patch.object(InHouseNotice, "require_over", lambda self, day: None):
        close(notice)
    assert notice.status is S.PASSED


def test_an_objection_without_result_keeps_the_notice_open():
    notice, _ = shown()
    objection = object_to(notice)
    second = object_to(notice)
    assert notice.status is S.OBJECTED
    rule(objection, ObjectionResult.NOT_UPHELD)
    assert notice.status is S.OBJECTED
    with after(notice), pytest.raises(Refused) as refusal:
        close(notice)
    assert refusal.value.code == "objection_unresolved"
    rule(second, ObjectionResult.WITHDRAWN)
    assert notice.status is S.OPEN
    with after(notice):
        close(notice)
    assert notice.status is S.PASSED


def test_control_without_the_objection_rule_it_would_pass():
    notice, _ = shown()
    object_to(notice)
    anywhere = {"pass": (frozenset({S.OPEN, S.OBJECTED}), S.PASSED)}
    with (
        patch.object(InHouseNotice, "require_settled", lambda self: None),
        patch.dict(LIFECYCLE.moves, anywhere),
        after(notice),
    ):
        close(notice)
    assert notice.status is S.PASSED
    assert notice.unresolved


def test_an_upheld_objection_takes_out_what_it_is_against():
    notice, papers = shown(2)
    row = next(r for r in notice.subjects if r.subject_id == papers[0].public_id)
    rule(object_to(notice, row), ObjectionResult.UPHELD)
    assert papers[0].status is DeclarationStatus.PREPARING
    assert papers[0].return_reason == "经学术委员会复核。"
    assert queries.latest_round(papers[0]).status is ApprovalStatus.RECALLED
    assert (papers[1].status, notice.status) == (DeclarationStatus.IN_HOUSE_NOTICE, S.OPEN)
    with after(notice):
        close(notice)
    assert papers[1].status is DeclarationStatus.READY


def test_a_notice_with_nothing_left_stops_and_the_papers_can_be_shown_again():
    notice, (declaration,) = shown()
    rule(object_to(notice), ObjectionResult.UPHELD)
    assert notice.status is S.STOPPED
    owner, manager = owner_of(notice.organization), manager_of(notice.organization)
    with transaction():
        declarations.submit_for_approval(declaration, owner)
        again = declarations.open_in_house_notice(
            declaration, manager, opened_on=clock.today(), days=5, place="公告栏"
        )
    assert again.public_id != notice.public_id
    assert declaration.status is DeclarationStatus.IN_HOUSE_NOTICE


def test_a_result_stands_for_good():
    notice, _ = shown()
    objection = object_to(notice)
    rule(objection, ObjectionResult.NOT_UPHELD)
    with pytest.raises(Refused) as refusal:
        rule(objection, ObjectionResult.UPHELD)
    assert refusal.value.code == "ruled_already"


def test_a_notice_without_a_screenshot_is_not_closed():
    notice, _ = shown(evidence=None)
    with after(notice):
        with pytest.raises(Refused) as refusal:
            close(notice)
        assert refusal.value.code == "notice_evidence_missing"
        with transaction():
            services.add_evidence(notice, owner_of(notice.organization), evidence(), clock.today())
        close(notice)
    assert notice.status is S.PASSED


def test_what_is_shown_already_is_not_shown_twice():
    notice, (declaration,) = shown()
    with pytest.raises(Refused), transaction():
        services.open_notice(
            [declarations.subject_of(declaration)],
            manager_of(notice.organization),
            opened_on=clock.today(),
            days=5,
            place="公告栏",
        )


def test_the_days_are_the_institutions_own():
    notice, _ = shown(days=1)
    with after(notice):
        close(notice)
    assert notice.days == 1


def test_others_record_nothing():
    notice, _ = shown()
    stranger = owner_of(make_patentee())
    with pytest.raises(NotAllowed), transaction():
        services.object_to(notice, stranger, raised_by="张", raised_on=clock.today(), text="不同意")


def test_the_sheet_follows_the_notice_and_ends_as_its_record():
    notice, _ = shown(2)
    first = current(notice, DocumentKind.STATEMENT)
    assert first.title == "公示"
    rule(object_to(notice), ObjectionResult.NOT_UPHELD)
    with after(notice):
        close(notice)
    last = current(notice, DocumentKind.STATEMENT)
    assert (last.title, last.supersedes) == ("公示结项记录", first)
    assert "李教授" in str(last.data)
    assert len(documents_of(notice)) == 2
