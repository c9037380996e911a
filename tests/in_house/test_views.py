"""The pages of the house: who sees them, what is forbidden, what is explained, in both languages."""

import pytest

from marketplace import clock
from marketplace.accounts.models import Role
from marketplace.database import transaction
from marketplace.declarations.models import DeclarationStatus
from marketplace.documents.models import DocumentKind
from marketplace.documents.queries import current
from marketplace.in_house import queries
from marketplace.in_house.models import ApprovalStatus, NoticeStatus
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_administrator, make_member
from tests.declarations.factories import (
    make_declaration,
    make_patent,
    make_patentee,
    manager_of,
    owner_of,
)
from tests.declarations.posting import post
from tests.in_house.test_notices import after, object_to, shown

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_every_page_opens(app, lang):
    notice, (declaration,) = shown()
    object_to(notice)
    request = queries.latest_round(declaration)
    client = client_of(app, owner_of(notice.organization))
    for path in (
        "/organization/approval-chain",
        "/my/approvals",
        f"/approvals/{request.public_id}",
        "/my/in-house-notices",
        "/my/in-house-notices/new",
        f"/in-house-notices/{notice.public_id}",
        f"/in-house-notices/{notice.public_id}/sheet",
        f"/declarations/{declaration.public_id}/decision-file",
    ):
        assert visit(client, f"{path}?lang={lang}").status == 200, path


def test_strangers_see_and_do_nothing(app):
    notice, (declaration,) = shown()
    request = queries.latest_round(declaration)
    stranger = client_of(app, owner_of(make_patentee()))
    page = f"/in-house-notices/{notice.public_id}"
    for path in (f"/approvals/{request.public_id}", page, f"{page}/sheet", f"{page}/sheet.pdf"):
        assert stranger.get(path).status_code == 404, path
    assert stranger.get(f"/declarations/{declaration.public_id}/decision-file").status_code == 403
    for path in (f"{page}/closing", f"{page}/objections", f"{page}/evidence"):
        assert post(stranger, path) == 404, path
    assert post(stranger, f"/approvals/{request.public_id}", verdict="approve") == 404
    asks = post(stranger, "/my/approvals", verdict="approve", request=request.public_id)
    assert asks == 404


def test_a_viewer_reads_and_records_nothing(app):
    notice, _ = shown()
    viewer = make_member(notice.organization, None, Role.VIEWER).user
    client, page = client_of(app, viewer), f"/in-house-notices/{notice.public_id}"
    assert client.get(page).status_code == 200
    assert post(client, f"{page}/closing") == 403
    assert post(client, "/organization/approval-chain", **{"steps-0-name": "x"}) == 403


def test_an_owner_lays_down_a_chain(app):
    patentee = make_patentee()
    client = client_of(app, owner_of(patentee))
    answers = {"steps-0-name": "技术转移办公室", "steps-0-roles": ["manager"]}
    assert post(client, "/organization/approval-chain", **answers) == 303
    assert [step.name for step in queries.steps_of(patentee)] == ["技术转移办公室"]
    assert post(client, "/organization/approval-chain", **{"steps-0-name": "院系"}) == 422


def test_three_are_approved_and_shown_with_two_posts(app):
    patentee = make_patentee(is_state_institution=True)
    papers = [
        make_declaration(DeclarationStatus.APPROVING, patent=make_patent(patentee))
        for _ in range(3)
    ]
    ids = [queries.latest_round(each).public_id for each in papers]
    client = client_of(app, manager_of(patentee))
    assert post(client, "/my/approvals", verdict="approve") == 422
    assert post(client, "/my/approvals", verdict="approve", all="1", shown=ids[:2]) == 303
    waiting = [queries.latest_round(each).status for each in papers]
    assert waiting == [ApprovalStatus.APPROVED, ApprovalStatus.APPROVED, ApprovalStatus.PENDING]
    assert post(client, "/my/approvals", verdict="approve", request=ids[2:]) == 303
    answers = {"opened_on": clock.today().isoformat(), "days": "15", "place": "官网"}
    assert post(client, "/my/in-house-notices/new", request=ids, **answers) == 303
    assert {each.status for each in papers} == {DeclarationStatus.IN_HOUSE_NOTICE}


def test_objection_and_result_are_entered_on_the_page(app):
    notice, _ = shown()
    client, page = client_of(app, owner_of(notice.organization)), None
    page = f"/in-house-notices/{notice.public_id}"
    today = clock.today().isoformat()
    assert post(client, f"{page}/objections", raised_by="李") == 422
    facts = {"raised_by": "李", "raised_on": today, "text": "价格偏低", "subject": ""}
    assert post(client, f"{page}/objections", **facts) == 303
    objection = notice.objections[0]
    ruling = {"result": "not_upheld", "handling": "已复核", "ruled_on": today}
    assert post(client, f"{page}/objections/{objection.public_id}", **ruling) == 303
    assert post(client, f"{page}/closing") == 409
    with after(notice):
        assert post(client, f"{page}/closing") == 303
    assert notice.status is NoticeStatus.PASSED


def test_the_decision_file_holds_guidance_approval_and_notice(app):
    from fractions import Fraction

    from marketplace.fees.guidance import guide
    from marketplace.fees.inputs import GuidanceInputs
    from marketplace.in_house.services import keep_guidance

    notice, (declaration,) = shown()
    owner = owner_of(notice.organization)
    seen = guide(GuidanceInputs(on=clock.today(), expected_licensees=3, years=5))
    with transaction():
        kept = keep_guidance(
            declaration, declaration.organization, declaration.terms_sha256, seen, owner
        )
    assert kept.snapshot["expected_licensees"] == 3
    factor = kept.snapshot["licensee_factor"]
    assert Fraction(factor["numerator"], factor["denominator"]) == seen.licensee_factor
    client, path = client_of(app, owner), f"/declarations/{declaration.public_id}/decision-file"
    text = visit(client, path).text
    assert "学校官网" in text
    assert owner.name in text
    assert post(client, path) == 303
    assert current(declaration, DocumentKind.REPORT).title == "尽职免责档案"
    assert client_of(app, make_administrator()).get(path).status_code == 200
