"""Organizations and payee accounts: outcome, event, message, signal."""

import pytest

from marketplace.accounts import queries, services
from marketplace.accounts.models import OrganizationKind, OrganizationStatus, PayeeStatus
from marketplace.accounts.signals import organization_changed, payee_account_verified
from marketplace.accounts.uscc import CodeError
from marketplace.database import transaction
from marketplace.errors import NotAllowed, Refused, TransitionNotAllowed
from marketplace.extensions import db
from tests.accounts.factories import (
    credit_code,
    make_administrator,
    make_member,
    make_organization,
    make_user,
    owner_of,
)

COMPANY = OrganizationKind.COMPANY


def _create(user=None, **values):
    given = {"name": "测试有限公司", "kind": COMPANY, "code": credit_code(), **values}
    user = user or make_user()
    with transaction():
        return services.create_organization(user, **given)


def test_the_founder_becomes_owner_with_every_acting_role(app, last_event):
    user = make_user()
    organization = _create(user, code="91350100 m000100y43")
    assert organization.code == "91350100M000100Y43"
    assert organization.region == "350100"
    assert organization.status is OrganizationStatus.REGISTERED
    (membership,) = organization.memberships
    assert membership.user == user
    assert membership.roles == ["owner", "manager", "signatory", "finance"]
    assert not membership.may_bind
    event = last_event()
    assert (event.tag, event.actor_id) == ("organization:create", user.public_id)
    assert event.actor_organization == organization.public_id


@pytest.mark.parametrize("code", [None, "", "91310115MA1H8R7C6D"])
def test_a_unit_needs_a_sound_code(app, tags, code):
    user = make_user()
    with pytest.raises(CodeError):
        _create(user, code=code)
    assert user.memberships == []
    assert tags() == []


@pytest.mark.parametrize(
    ("kind", "abroad"),
    [(OrganizationKind.NATURAL_PERSON, False), (OrganizationKind.FOREIGN_PARTY, True)],
)
def test_natural_and_foreign_persons_have_no_code(app, kind, abroad, last_event):
    organization = _create(kind=kind, name="王某", code="91350100M000100Y43")
    assert "王某" not in last_event().canonical.decode()
    assert organization.code is None
    assert organization.abroad is abroad


def test_a_unit_with_a_code_is_not_abroad(app):
    assert _create(abroad=True).abroad is False


def test_a_taken_code_is_refused_at_its_field_and_leaves_nothing(app, tags):
    code = credit_code()
    make_organization(code=code)
    user = make_user()
    with pytest.raises(Refused) as refusal:
        _create(user, code=code)
    assert (refusal.value.code, refusal.value.field) == ("code_taken", "code")
    assert user.memberships == []
    assert tags() == []


def test_an_edit_records_the_names_of_changed_fields_not_their_values(app, last_event):
    organization = make_organization(verified=False)
    with transaction():
        services.edit_organization(
            organization,
            owner_of(organization),
            name=organization.name,
            kind=organization.kind,
            code=organization.code,
            contact_phone="13800000000",
        )
    assert organization.contact_phone == "13800000000"
    assert last_event().data == {"fields": ["contact_phone"]}


def test_an_edit_that_changes_nothing_leaves_no_event(app, tags):
    organization = make_organization()
    with transaction():
        services.edit_organization(
            organization,
            owner_of(organization),
            name=organization.name,
            kind=organization.kind,
            code=organization.code,
        )
    assert tags() == []


@pytest.mark.parametrize("status", [OrganizationStatus.VERIFIED, OrganizationStatus.SUSPENDED])
def test_what_was_verified_is_not_edited(app, status):
    organization = make_organization(status=status)
    before = organization.name
    with pytest.raises(Refused) as refusal, transaction():
        services.edit_organization(
            organization,
            owner_of(organization),
            name="另一公司",
            kind=organization.kind,
            code=organization.code,
        )
    assert refusal.value.code == "identity_verified"
    assert organization.name == before


def test_a_request_reaches_the_administrators(app, inbox, mails, last_event):
    administrator = make_administrator()
    organization = make_organization(verified=False)
    with transaction():
        services.request_verification(
            organization, owner_of(organization), evidence_sha256="ab" * 32
        )
    assert db.session.scalars(queries.awaiting_verification()).all() == [organization]
    assert last_event().data == {"evidence": "ab" * 32}
    assert inbox() == ["organization:verification_requested"]
    assert [mail.to for mail in mails()] == [administrator.email]


@pytest.mark.parametrize(
    ("act", "start", "end", "arguments"),
    [
        ("verify", "registered", "verified", ()),
        ("return", "registered", "returned", ("缺少执照",)),
        ("suspend", "verified", "suspended", ("涉嫌冒用",)),
        ("resume", "suspended", "verified", ()),
    ],
)
def test_each_decision_is_recorded_told_and_signalled(
    app, inbox, mails, last_event, act, start, end, arguments
):
    organization = make_organization(status=OrganizationStatus(start))
    administrator = make_administrator()
    decide = getattr(services, f"{act}_organization")
    heard = []

    def listen(sender, *, action, by):
        heard.append((sender, action, by))

    with organization_changed.connected_to(listen), transaction():
        decide(organization, *arguments, administrator)
    assert organization.status == end
    assert organization.status_reason == (arguments[0] if arguments else None)
    assert heard == [(organization, act, administrator)]
    event = last_event()
    assert (event.tag, event.actor_id) == (f"organization:{act}", administrator.public_id)
    assert inbox() == [f"organization:{end if act != 'resume' else 'resumed'}"]
    assert [mail.to for mail in mails()] == [owner_of(organization).email]
    if arguments:
        assert arguments[0] in mails()[0].body


def test_a_decision_out_of_turn_changes_nothing(app, tags, mails):
    organization = make_organization()
    administrator = make_administrator()
    with pytest.raises(TransitionNotAllowed), transaction():
        services.verify_organization(organization, administrator)
    assert tags() == []
    assert mails() == []


@pytest.mark.parametrize("act", ["verify", "return", "suspend", "resume"])
def test_neither_members_nor_others_decide(app, act):
    organization = make_organization(verified=False)
    insider = make_administrator()
    make_member(organization, insider)
    arguments = ("理由",) if act in {"return", "suspend"} else ()
    for user in (insider, owner_of(organization), make_user(), make_user(is_auditor=True)):
        with pytest.raises(NotAllowed), transaction():
            getattr(services, f"{act}_organization")(organization, *arguments, user)
    assert organization.status is OrganizationStatus.REGISTERED


def test_a_returned_registration_is_submitted_again(app, tags):
    organization = make_organization(verified=False)
    with transaction():
        services.return_organization(organization, "名称不符", make_administrator(commit=False))
    with transaction():
        services.request_verification(organization, owner_of(organization))
    assert organization.status is OrganizationStatus.REGISTERED
    assert organization.status_reason is None
    assert tags() == ["organization:return", "organization:request_verification"]


def test_the_invoice_title_is_kept_once_for_the_organization(app, tags):
    organization = make_organization()
    with transaction():
        services.set_invoice_title(organization, "测试大学", "", owner_of(organization))
    assert (organization.invoice_title, organization.invoice_tax_number) == ("测试大学", None)
    assert tags() == ["organization:set_invoice_title"]


def _state(organization, **values):
    given = {
        "holder": organization.name,
        "bank": "中国银行广州分行",
        "account_number": "6222 0000 1111 2222",
    }
    with transaction():
        return services.add_payee_account(
            organization, owner_of(organization), **{**given, **values}
        )


def test_a_stated_account_waits_for_the_operator(app, inbox, last_event):
    make_administrator()
    organization = make_organization()
    account = _state(organization, account_number="６２２２ ００００-1111 2222")
    assert account.account_number == "6222000011112222"
    assert account.status is PayeeStatus.STATED
    assert organization.payee_account is None
    assert db.session.scalars(queries.payee_accounts_to_verify()).all() == [account]
    assert last_event().data == {"bank": "中国银行广州分行", "last_four": "2222"}
    assert inbox() == ["payee_account:stated", "payee_account:to_verify"]


def test_no_mail_or_event_carries_the_whole_account_number(app, mails, last_event):
    make_administrator()
    _state(make_organization())
    assert len(mails()) == 2
    for text in (*(mail.body for mail in mails()), last_event().canonical.decode()):
        assert "6222000011112222" not in text
        assert "2222" in text


def test_a_verified_account_replaces_the_one_before(app, inbox):
    organization, administrator = make_organization(), make_administrator()
    first = _state(organization)
    with transaction():
        services.verify_payee_account(first, administrator)
    second = _state(organization, account_number="9999888877776666")
    assert organization.payee_account == first
    heard = []

    def listen(account):
        heard.append(account)

    with payee_account_verified.connected_to(listen), transaction():
        services.verify_payee_account(second, administrator)
    assert organization.payee_account == second
    assert first.closed_at is not None
    assert heard == [second]
    assert inbox()[-1] == "payee_account:verified"


def test_an_account_of_an_unverified_organization_is_not_verified(app):
    organization, administrator = make_organization(verified=False), make_administrator()
    account = _state(organization)
    with pytest.raises(Refused, match="Verify"), transaction():
        services.verify_payee_account(account, administrator)
    assert account.status is PayeeStatus.STATED


def test_the_organization_does_not_verify_its_own_account(app):
    organization = make_organization()
    account = _state(organization)
    with pytest.raises(NotAllowed), transaction():
        services.verify_payee_account(account, owner_of(organization))


def test_a_natural_persons_account_needs_separate_consent(app):
    person = make_organization(kind=OrganizationKind.NATURAL_PERSON)
    with pytest.raises(Refused) as refusal:
        _state(person)
    assert refusal.value.field == "consent"
    assert _state(person, consented=True).consented_at is not None


@pytest.mark.parametrize("number", ["", "12345", "账号六二二二", "1" * 35])
def test_a_number_that_is_no_account_is_refused_at_its_field(app, number):
    with pytest.raises(Refused) as refusal:
        _state(make_organization(), account_number=number)
    assert refusal.value.field == "account_number"


def test_an_organization_is_found_by_code_in_any_writing_or_by_public_id(app):
    organization = make_organization()
    spaced = f" {organization.code[:8].lower()} {organization.code[8:]} "
    assert queries.organization_by(spaced) == organization
    assert queries.organization_by(organization.public_id) == organization
    assert queries.organization_by("") is None
    make_organization(kind=OrganizationKind.NATURAL_PERSON)
    assert queries.organization_by("") is None
