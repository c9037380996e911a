"""Organizations, members, payee accounts and the inbox in the browser: allowed, forbidden, refused,
explained at the field."""

from io import BytesIO

import pytest

from marketplace import files
from marketplace.accounts import services
from marketplace.accounts.models import OrganizationKind, OrganizationStatus, Role
from marketplace.audit.services import record
from marketplace.database import transaction
from marketplace.extensions import db
from tests.accounts.browser import visit
from tests.accounts.factories import (
    client_of,
    credit_code,
    make_administrator,
    make_member,
    make_organization,
    make_user,
    owner_of,
)

PDF = b"%PDF-1.7 scan"
PAGES = [
    "/account",
    "/account/tokens",
    "/account/password",
    "/organization",
    "/organization/new",
    "/organization/edit",
    "/organization/verification",
    "/organization/members",
    "/organization/authority",
    "/organization/payee-accounts",
    "/organization/invoice-title",
    "/inbox",
]


@pytest.fixture
def organization(app):
    return make_organization()


@pytest.fixture
def owner(app, organization):
    return client_of(app, owner_of(organization))


@pytest.fixture
def viewer(app, organization):
    return client_of(app, make_member(organization).user)


def _token(client, path="/account"):
    return visit(client, path).soup.select_one("main input[name=csrf_token]")["value"]


def _post(client, path, **data):
    return client.post(path, data={"csrf_token": _token(client), **data})


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_page_opens_in_both_languages(organization, owner, language):
    member = make_member(organization)
    for path in [*PAGES, f"/organization/members/{member.public_id}/roles"]:
        page = visit(owner, f"{path}?lang={language}")
        assert page.status == 200, path


@pytest.mark.parametrize(
    "path",
    [
        "/organization/edit",
        "/organization/verification",
        "/organization/authority",
        "/organization/payee-accounts",
        "/organization/invoice-title",
    ],
)
def test_a_viewer_may_not(viewer, path):
    assert viewer.get(path).status_code == 403


def test_without_an_organization_one_is_led_to_register_it(app):
    client = client_of(app, make_user())
    assert client.get("/organization").location == "/organization/new"
    assert _post(client, "/organization/departure").status_code == 403


FORM = {
    "kind": "company",
    "name": "测试有限公司",
    "code": "91350100m000100y43",
    "region": "",
    "industry": "c3841",
}


def test_an_organization_is_registered(app):
    user = make_user()
    answer = visit(client_of(app, user), "/organization/new").send(**FORM)
    assert answer.response.location == "/organization/verification"
    (membership,) = user.memberships
    created = membership.organization
    assert (created.code, created.region, created.industry) == (
        "91350100M000100Y43",
        "350100",
        "C3841",
    )
    assert created.address is None


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("code", "91310115MA1H8R7C6D", "check character"),
        ("code", "", "18 characters"),
        ("name", "", "full name"),
        ("industry", "battery", "GB/T 4754"),
        ("contact_email", "nobody", "email address"),
    ],
)
def test_a_wrong_entry_is_explained_at_its_field(app, field, typed, said):
    user = make_user(locale="en")
    page = visit(client_of(app, user), "/organization/new").send(**{**FORM, field: typed})
    assert page.status == 422
    assert said in page.error_at(field)
    assert page.soup.find(id="industry")["value"] == ("battery" if field == "industry" else "c3841")
    assert user.memberships == []


def test_a_taken_code_is_explained_at_its_field(app):
    code = credit_code()
    make_organization(code=code)
    user = make_user(locale="en")
    page = visit(client_of(app, user), "/organization/new").send(**{**FORM, "code": code})
    assert page.status == 422
    assert "invite you" in page.error_at("code")
    assert page.soup.find(id="name")["value"] == FORM["name"]


def test_a_natural_person_registers_without_a_code(app):
    user = make_user()
    typed = {**FORM, "kind": "natural_person", "name": "王某", "code": ""}
    visit(client_of(app, user), "/organization/new").send(**typed)
    assert user.memberships[0].organization.kind is OrganizationKind.NATURAL_PERSON


def test_an_edit_keeps_the_finer_region_of_the_code(organization, owner):
    visit(owner, "/organization/edit").send(address="广州市")
    assert (organization.address, organization.region) == ("广州市", "440100")


def test_a_verified_name_is_refused_at_its_field(organization, owner):
    page = visit(owner, "/organization/edit?lang=en").send(name="另一公司")
    assert page.status == 422
    assert "Ask the operator" in page.error_at("name")


def test_one_acts_for_a_chosen_organization(app):
    user = make_user()
    first, second = make_organization(user), make_organization(user)
    client = client_of(app, user)
    assert first.name in visit(client, "/organization").text
    chosen = visit(client, "/account").send("/organization/choice", organization=second.public_id)
    page = chosen.follow()
    assert page.soup.h1.get_text(strip=True) == second.name
    foreign = make_organization()
    assert _post(client, "/organization/choice", organization=foreign.public_id).status_code == 403
    assert _post(client, "/organization/choice", organization="none").status_code == 404


def test_a_choice_ends_with_the_membership(app):
    user = make_user()
    first, second = make_organization(user), make_organization(user)
    client = client_of(app, user)
    _post(client, "/organization/choice", organization=second.public_id)
    second.memberships[0].leave()
    db.session.commit()
    assert first.name in visit(client, "/organization").text


def test_verification_asks_for_evidence_of_a_unit(app):
    organization = make_organization(verified=False)
    client = client_of(app, owner_of(organization))
    page = visit(client, "/organization/verification?lang=en")
    assert page.send().error_at("evidence")
    forged = page.send(evidence=(BytesIO(b"MZ program"), "scan.pdf"))
    assert "no PDF" in forged.error_at("evidence")
    page.send(evidence=(BytesIO(PDF), "scan.pdf"))
    assert files.get(organization.evidence_sha256) == PDF
    assert organization.verification_requested_at is not None


def test_a_natural_person_asks_without_evidence(app):
    person = make_organization(kind=OrganizationKind.NATURAL_PERSON, verified=False)
    answer = visit(client_of(app, owner_of(person)), "/organization/verification").send()
    assert answer.status == 303
    assert person.verification_requested_at is not None


def test_the_reason_of_a_return_is_shown_and_mended(app):
    organization = make_organization(status=OrganizationStatus.RETURNED, status_reason="缺少公章")
    organization.evidence_sha256 = "ab" * 32
    db.session.commit()
    client = client_of(app, owner_of(organization))
    assert "缺少公章" in visit(client, "/organization").text
    visit(client, "/organization/verification").send()
    assert organization.status is OrganizationStatus.REGISTERED


def test_evidence_is_downloaded_by_managers_and_staff_only(app, organization, owner, viewer):
    organization.evidence_sha256 = files.put(PDF)
    db.session.commit()
    path = f"/organizations/{organization.public_id}/evidence"
    for client in (owner, client_of(app, make_administrator())):
        answer = client.get(path)
        assert answer.data == PDF
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.mimetype == "application/octet-stream"
    for client in (viewer, client_of(app, make_user()), client_of(app, make_user(is_auditor=True))):
        assert client.get(path).status_code == 403
    assert owner.get("/organizations/none/evidence").status_code == 404


def test_a_member_is_invited_and_joins(app, organization, owner, mailed_path):
    page = visit(owner, "/organization/members")
    assert page.send(email="new@example.com", roles=["manager", "viewer"]).follow().status == 200
    path = mailed_path("new@example.com")
    anonymous = app.test_client().get(path)
    assert anonymous.location.startswith("/sign-in?next=/invitations/")
    client = client_of(app, make_user("new@example.com"))
    assert organization.name in visit(client, path).send().follow().text
    assert visit(client, path).status == 410


def test_another_address_sees_that_the_invitation_is_not_theirs(app, owner, mailed_path):
    visit(owner, "/organization/members").send(email="new@example.com", roles=["viewer"])
    client = client_of(app, make_user())
    path = mailed_path("new@example.com")
    assert visit(client, path).soup.select("main form[action='']") == []
    assert _post(client, path).status_code == 403


def test_inviting_a_member_is_explained_at_the_field(organization, owner):
    member = make_member(organization)
    page = visit(owner, "/organization/members?lang=en")
    answer = page.send(email=member.user.email, roles=["viewer"])
    assert "member already" in answer.error_at("email")


def test_only_owners_invite_and_change_roles(app, organization, viewer):
    page = visit(viewer, "/organization/members")
    assert 'name="email"' not in str(page.soup)
    _post(viewer, "/organization/members", email="x@example.com", roles="owner")
    assert len(organization.memberships) == 2
    member = make_member(organization)
    for path in ("roles", "removal"):
        answer = _post(viewer, f"/organization/members/{member.public_id}/{path}", roles="owner")
        assert answer.status_code == 403


def test_a_viewers_invitation_is_not_sent(organization, viewer, mails):
    _post(viewer, "/organization/members", email="x@example.com", roles="owner")
    assert mails() == []


def test_owners_of_another_organization_reach_no_member(app, organization):
    member = make_member(organization)
    stranger = client_of(app, owner_of(make_organization()))
    for path in ("roles", "removal"):
        answer = _post(stranger, f"/organization/members/{member.public_id}/{path}")
        assert answer.status_code == 404


def test_roles_are_changed_and_a_member_removed(organization, owner):
    member = make_member(organization)
    path = f"/organization/members/{member.public_id}"
    visit(owner, f"{path}/roles").send(roles=["finance"])
    assert member.roles == ["finance"]
    visit(owner, "/organization/members").send(f"{path}/removal")
    assert member.left_at is not None


def test_the_last_owner_is_told_why(organization, owner):
    member = organization.memberships[0]
    page = visit(owner, f"/organization/members/{member.public_id}/roles?lang=en")
    answer = page.send(roles=["viewer"])
    assert "at least one owner" in answer.error_at("roles")
    assert _post(owner, "/organization/departure").status_code == 409


def test_an_invitation_is_withdrawn_by_its_own_organization(app, organization, owner):
    with transaction():
        invitation = services.invite(
            organization, "x@example.com", [Role.VIEWER], owner_of(organization)
        )
    path = f"/organization/invitations/{invitation.public_id}/withdrawal"
    stranger = client_of(app, owner_of(make_organization()))
    assert _post(stranger, path).status_code == 404
    visit(owner, "/organization/members").send(path)
    assert invitation.withdrawn_at is not None


def test_authority_is_stated_on_the_very_text(app, organization):
    member = make_member(organization, None, Role.VIEWER)
    member.set_roles([Role.SIGNATORY])
    db.session.commit()
    client = client_of(app, member.user)
    page = visit(client, "/organization/authority?lang=en")
    assert "有权代表" in page.text
    assert "may give notices" in page.text
    assert page.send().error_at("accepted")
    page.send(accepted="y")
    assert member.may_bind
    shown = " ".join(page.text.split())
    assert all(part in shown for part in member.authority_statement.split("\n"))


def test_an_account_is_stated_and_shown_masked(organization, owner):
    page = visit(owner, "/organization/payee-accounts")
    assert page.soup.find(id="holder")["value"] == organization.name
    wrong = page.send(bank="中国银行", account_number="12")
    assert wrong.error_at("account_number")
    shown = wrong.send(account_number="6222 0000 1111 2222").follow()
    assert "**** 2222" in shown.text
    assert "1111" not in shown.text


def test_a_natural_person_consents_to_the_processing_of_the_number(app):
    person = make_organization(kind=OrganizationKind.NATURAL_PERSON)
    page = visit(client_of(app, owner_of(person)), "/organization/payee-accounts")
    typed = {"bank": "中国银行", "account_number": "6222000011112222"}
    assert page.send(**typed).error_at("consent")
    assert page.send(**typed, consent="y").status == 303


def test_the_invoice_title_is_suggested_and_kept(organization, owner):
    page = visit(owner, "/organization/invoice-title")
    assert page.soup.find(id="title")["value"] == organization.name
    page.send()
    assert organization.invoice_tax_number == organization.code
    assert page.send(tax_number="?").status == 422


def _tell(organization):
    with transaction():
        event = record("test:happen", organization, owner_of(organization))
        return services.notify(
            organization,
            "organization:resumed",
            event=event,
            link="/organization",
            organization=organization.name,
        )


def test_the_inbox_lists_counts_and_leads_on(organization, owner):
    message = _tell(organization)
    page = visit(owner, "/inbox?lang=en")
    assert "was lifted" in page.text
    assert "1 unread" in page.text
    answer = page.send(f"/inbox/{message.public_id}/reading")
    assert answer.response.location == "/organization"
    assert message.read_at is not None
    assert "was lifted" not in visit(owner, "/inbox?lang=en&unread=1").text


def test_the_inbox_is_paged(organization, owner):
    for _ in range(26):
        _tell(organization)
    assert len(visit(owner, "/inbox").soup.select("article")) == 25
    assert len(visit(owner, "/inbox?page=2").soup.select("article")) == 1
    visit(owner, "/inbox").send("/inbox/reading")
    assert len(visit(owner, "/inbox?unread=1").soup.select("article")) == 0


def test_a_strangers_message_is_not_there(app, organization):
    message = _tell(organization)
    stranger = client_of(app, owner_of(make_organization()))
    assert _post(stranger, f"/inbox/{message.public_id}/reading").status_code == 404
    assert message.read_at is None


def test_a_post_without_its_token_changes_nothing(organization, owner):
    assert owner.post("/organization/departure").status_code == 400
    assert organization.memberships[0].left_at is None
