"""The declaration's page: allowed, forbidden, refused, explained; two persons at two browsers."""

from io import BytesIO

import pytest

from marketplace import clock, files
from marketplace.database import transaction
from marketplace.declarations import services, wording
from marketplace.declarations.commands import run_expiry
from marketplace.declarations.models import DeclarationStatus
from marketplace.declarations.pages import STEPS
from marketplace.extensions import db
from tests.accounts.browser import visit
from tests.accounts.factories import (
    PASSWORD,
    client_of,
    make_administrator,
    make_member,
    make_organization,
)
from tests.declarations.factories import (
    FREE,
    LUMP_SUM,
    evidence,
    make_declaration,
    make_patent,
    make_patentee,
    manager_of,
    owner_of,
)
from tests.declarations.posting import post

S = DeclarationStatus


def path(declaration, slug=""):
    return f"/declarations/{declaration.public_id}" + (f"/{slug}" if slug else "")


def browsers(app, declaration):
    organization = declaration.organization
    return client_of(app, owner_of(organization)), client_of(app, manager_of(organization))


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("status", [each for each in S if each is not S.IN_HOUSE_NOTICE])
def test_the_page_opens_in_every_state(app, status, lang):
    declaration = make_declaration(status, terms=LUMP_SUM)
    page = visit(browsers(app, declaration)[0], path(declaration) + f"?lang={lang}")
    assert page.status == 200
    assert declaration.patent.certificate_number in page.text


def test_the_page_of_an_in_house_notice_shows_days_and_place(app):
    patent = make_patent(make_patentee(is_state_institution=True))
    declaration = make_declaration(S.IN_HOUSE_NOTICE, patent=patent)
    assert "公告栏" in visit(browsers(app, declaration)[0], path(declaration)).text


def test_the_list_narrows_by_state(app):
    declaration = make_declaration(S.ANNOUNCED)
    client, _ = browsers(app, declaration)
    assert declaration.number in visit(client, "/my/declarations").text
    assert declaration.public_id in str(visit(client, "/my/declarations?status=announced").soup)
    assert declaration.public_id not in str(visit(client, "/my/declarations?status=ready").soup)


def test_two_persons_bring_a_declaration_to_its_announcement(app):
    declaration = make_declaration()
    first, second = browsers(app, declaration)
    today = clock.today().isoformat()
    visit(first, path(declaration)).send(path(declaration, "approval-request"))
    assert visit(first, path(declaration)).soup.select_one("#approval") is None
    visit(second, path(declaration)).send(path(declaration, "approval"))
    early = visit(first, path(declaration))
    assert early.soup.select_one(f'form[action="{path(declaration, "submission")}"]') is None
    assert early.soup.select_one(f'a[href="{path(declaration, "commitment")}"]')
    visit(first, path(declaration, "commitment")).send(read="y", password=PASSWORD)
    visit(first, path(declaration)).send(
        path(declaration, "submission"), **{"submission-day": today}
    )
    entry = {
        "announcement-number": "KF2026000001",
        "announcement-announced_on": today,
        "announcement-gazette_issue": "42卷10期",
        "announcement-evidence": (BytesIO(b"%PDF-1.7 page"), "gazette.pdf"),
    }
    answer = visit(first, path(declaration)).send(path(declaration, "announcement"), **entry)
    assert answer.status == 303
    assert visit(first, path(declaration)).soup.select_one("#announcement-check") is None
    visit(second, path(declaration)).send(path(declaration, "announcement-check"))
    assert declaration.status is S.ANNOUNCED
    assert files.get(declaration.evidence_sha256) == b"%PDF-1.7 page"


def test_the_second_half_by_the_first_person_is_forbidden(app):
    declaration = make_declaration(S.APPROVING)
    first, second = browsers(app, declaration)
    assert post(first, path(declaration, "approval")) == 403
    assert declaration.status is S.APPROVING
    assert post(second, path(declaration, "approval")) == 303


def test_an_administrator_checks_for_an_organization_of_one(app):
    organization = make_organization(contact_phone="020-1")
    patent = make_patent(organization)
    only = client_of(app, owner_of(organization))
    staff = client_of(app, make_administrator())
    with transaction():
        declaration = services.prepare(patent, organization, FREE, owner_of(organization))
        services.submit_for_approval(declaration, owner_of(organization))
    assert post(only, path(declaration, "approval")) == 403
    visit(staff, path(declaration)).send(path(declaration, "approval"))
    assert declaration.status is S.READY


@pytest.mark.parametrize("slug", STEPS)
def test_no_step_is_open_to_a_stranger(app, slug):
    declaration = make_declaration()
    stranger = client_of(app, owner_of(make_organization()))
    assert post(stranger, path(declaration, slug)) == 403


@pytest.mark.parametrize("slug", STEPS)
def test_no_step_is_open_to_a_viewer(app, slug):
    declaration = make_declaration(S.SUBMITTED)
    viewer = client_of(app, make_member(declaration.organization).user)
    assert post(viewer, path(declaration, slug)) == 403
    assert visit(viewer, path(declaration)).soup.select("main form[method=post]") == []


def test_a_declaration_that_is_not_yours_is_forbidden(app):
    declaration = make_declaration()
    stranger = client_of(app, owner_of(make_organization()))
    assert visit(stranger, path(declaration)).status == 403
    assert visit(stranger, "/declarations/0000000000000000").status == 404
    assert post(stranger, path(declaration, "papers")) == 403


def test_submitting_twice_is_refused(app):
    declaration = make_declaration(S.SUBMITTED)
    first, _ = browsers(app, declaration)
    day = clock.today().isoformat()
    assert post(first, path(declaration, "submission"), **{"submission-day": day}) == 409


def test_an_unknown_step_is_not_there(app):
    declaration = make_declaration()
    assert post(browsers(app, declaration)[0], path(declaration, "publication")) == 404


def test_a_missing_day_is_explained_at_its_field(app):
    declaration = make_declaration(S.READY)
    page = visit(browsers(app, declaration)[0], path(declaration) + "?lang=en")
    answer = page.send(path(declaration, "submission"), **{"submission-day": ""})
    assert answer.status == 422
    assert answer.error_at("submission-day")


def test_a_day_ahead_is_explained_at_its_field(app):
    declaration = make_declaration(S.READY)
    page = visit(browsers(app, declaration)[0], path(declaration) + "?lang=en")
    answer = page.send(path(declaration, "submission"), **{"submission-day": "2999-01-01"})
    assert answer.status == 422
    assert "2999-01-01" in answer.error_at("submission-day")
    assert declaration.status is S.READY


def test_a_statement_with_another_fee_is_explained_at_its_field(app):
    declaration = make_declaration(terms=LUMP_SUM)
    page = visit(browsers(app, declaration)[0], path(declaration) + "?lang=en")
    answer = page.send(
        path(declaration, "papers"), fee_statement="一次总付20,000.00元。", contact="王"
    )
    assert answer.status == 422
    assert answer.error_at("fee_statement")
    assert "30,000" in declaration.fee_statement


def test_papers_are_mended(app):
    declaration = make_declaration(terms=LUMP_SUM)
    page = visit(browsers(app, declaration)[0], path(declaration))
    page.send(path(declaration, "papers"), contact="李 020-2").follow()
    assert declaration.contact == "李 020-2"


def test_what_stands_in_the_way_is_shown_before_the_click(app):
    declaration = make_declaration(contact="")
    page = visit(browsers(app, declaration)[0], path(declaration) + "?lang=en")
    assert "Enter the contact" in page.text


def test_evidence_is_a_download_for_those_who_may_see_it(app):
    declaration = make_declaration(S.ANNOUNCED)
    first, _ = browsers(app, declaration)
    answer = first.get(path(declaration, f"evidence/{declaration.evidence_sha256}"))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert first.get(path(declaration, "evidence/" + "0" * 64)).status_code == 404
    stranger = client_of(app, owner_of(make_organization()))
    address = path(declaration, f"evidence/{evidence()}")
    assert stranger.get(address).status_code == 403


def test_advertising_in_a_statement_is_flagged_and_left_alone():
    assert wording.promotional("国际领先、国内唯一的方法") == ["国际领先", "国内唯一"]
    assert wording.promotional("一次总付30,000.00元。") == []


def test_the_command_closes_what_is_over(app):
    declaration = make_declaration(S.ANNOUNCED)
    with clock.at(declaration.patent.expires_on.replace(year=2045)):
        result = app.test_cli_runner().invoke(args=["declarations", "expire"])
        assert run_expiry() == 0
    db.session.expire_all()
    assert (result.output.strip(), declaration.status) == ("1", S.EXPIRED)


def test_what_is_wanting_stands_before_the_day_of_filing(app):
    """The step that would be refused gives way to what unblocks it, and comes back with it."""
    declaration = make_declaration(S.READY)
    owner, _ = browsers(app, declaration)
    assert 'id="submission"' in owner.get(path(declaration)).text
    declaration = make_declaration(S.APPROVING)
    with transaction():
        services.approve(declaration, manager_of(declaration.organization))
    assert declaration.status is S.READY
    owner, _ = browsers(app, declaration)
    page = owner.get(path(declaration)).text
    assert 'id="wanting"' in page
    assert 'id="submission"' not in page
    assert page.count("button-primary") == 1
    with transaction():
        services.sign_commitment(declaration, owner_of(declaration.organization))
    page = owner.get(path(declaration)).text
    assert 'id="wanting"' not in page
    assert 'id="submission"' in page
