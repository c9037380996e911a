"""Payee accounts: stated by the organization, verified by an administrator."""

import re
import unicodedata

from marketplace import clock
from marketplace.accounts import policies
from marketplace.accounts.models import Organization, PayeeAccount, Role, User
from marketplace.accounts.services.inbox import notify, notify_administrators
from marketplace.accounts.signals import payee_account_verified
from marketplace.audit.services import record
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db

PAGE = "/organization/payee-accounts"
_ACCOUNT_NUMBER = re.compile(r"^[0-9A-Z]{6,34}$")


def add_payee_account(
    organization: Organization,
    by: User,
    *,
    holder: str,
    bank: str,
    account_number: str,
    stripe_account_id: str | None = None,
    consented: bool = False,
) -> PayeeAccount:
    """State an account; it is shown to payers once verified, until then the present one is.

    A natural person's number is sensitive and needs ``consented`` (separate consent).
    """
    if organization.is_natural_person and not consented:
        raise Refused(
            "payee_consent_missing",
            N_("Agree that your account number is processed, or leave the account out."),
            status=422,
            field="consent",
        )
    account = PayeeAccount(
        organization=organization,
        stated_by_id=by.id,
        holder=holder,
        bank=bank,
        account_number=normalize_account_number(account_number),
        stripe_account_id=stripe_account_id or None,
        consented_at=clock.now() if consented else None,
    )
    db.session.add(account)
    _tell_of(account, by)
    return account


def verify_payee_account(account: PayeeAccount, by: User) -> None:
    """An administrator found the account to be the organization's own; earlier ones are closed."""
    organization = account.organization
    if not policies.may_decide_on(by, organization):
        raise NotAllowed(
            "own_organization",
            N_("Only an administrator who is no member of the organization decides on it."),
        )
    if not organization.is_verified:
        raise Refused(
            "organization_not_verified",
            N_("Verify %(organization)s first, then its account."),
            organization=organization.name,
        )
    account.verify()
    for earlier in organization.payee_accounts:
        if earlier != account and earlier.is_payable:
            earlier.close()
    event = record("payee_account:verify", account, by, related=[organization])
    notify(
        organization,
        "payee_account:verified",
        event=event,
        link=PAGE,
        roles=[Role.OWNER, Role.FINANCE],
        organization=organization.name,
        bank=account.bank,
        account=account.masked_number,
    )
    payee_account_verified.send(account)


def normalize_account_number(text: str) -> str:
    """Half-width without spaces and dashes; Refused unless 6 to 34 digits or letters."""
    number = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not _ACCOUNT_NUMBER.match(number):
        raise Refused(
            "account_number",
            N_("Enter the account number as the bank writes it: 6 to 34 digits or letters."),
            status=422,
            field="account_number",
        )
    return number


def _tell_of(account: PayeeAccount, by: User) -> None:
    organization = account.organization
    event = record(
        "payee_account:state",
        account,
        policies.membership_of(by, organization) or by,
        related=[organization],
        bank=account.bank,
        last_four=account.account_number[-4:],
    )
    notify(
        organization,
        "payee_account:stated",
        event=event,
        link=PAGE,
        roles=[Role.OWNER, Role.FINANCE],
        organization=organization.name,
        person=by.name,
        bank=account.bank,
        account=account.masked_number,
    )
    notify_administrators(
        "payee_account:to_verify",
        event=event,
        link="/admin",
        organization=organization.name,
        bank=account.bank,
        account=account.masked_number,
    )
