"""Words for the room's enums, in the reader's language."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.accounts.models import (
    MailPreference,
    OrganizationKind,
    OrganizationStatus,
    PayeeStatus,
    Role,
)

KINDS: dict[OrganizationKind, LazyString] = {
    OrganizationKind.UNIVERSITY: _l("University"),
    OrganizationKind.INSTITUTE: _l("Research institute"),
    OrganizationKind.HOSPITAL: _l("Medical institution"),
    OrganizationKind.COMPANY: _l("Company"),
    OrganizationKind.NATURAL_PERSON: _l("Natural person"),
    OrganizationKind.FOREIGN_PARTY: _l("Foreign party (Hong Kong, Macao and Taiwan included)"),
    OrganizationKind.ALLIANCE: _l("Industry patent alliance or innovation consortium"),
    OrganizationKind.SERVICE: _l("Service body"),
    OrganizationKind.OTHER: _l("Other organization"),
}
STATES: dict[OrganizationStatus, LazyString] = {
    OrganizationStatus.REGISTERED: _l("Registered, not verified"),
    OrganizationStatus.VERIFIED: _l("Verified"),
    OrganizationStatus.RETURNED: _l("Returned"),
    OrganizationStatus.SUSPENDED: _l("Suspended"),
}
ROLES: dict[Role, LazyString] = {
    Role.OWNER: _l("Owner"),
    Role.MANAGER: _l("Manager"),
    Role.SIGNATORY: _l("Signatory"),
    Role.FINANCE: _l("Finance"),
    Role.VIEWER: _l("Viewer"),
}
MAIL_PREFERENCES: dict[MailPreference, LazyString] = {
    MailPreference.ALL: _l("Every message"),
    MailPreference.ACTION: _l("Only what asks me to act"),
    MailPreference.NONE: _l("No mail, inbox only"),
}
PAYEE_STATES: dict[PayeeStatus, LazyString] = {
    PayeeStatus.STATED: _l("Stated, not verified"),
    PayeeStatus.VERIFIED: _l("Verified"),
}

LABELS = (KINDS, STATES, ROLES, MAIL_PREFERENCES, PAYEE_STATES)

ROLE_HINTS: dict[str, LazyString] = {
    Role.OWNER.value: _l("Decides on members and roles; may do everything but sign"),
    Role.MANAGER.value: _l("Enters patents, listings and declarations"),
    Role.SIGNATORY.value: _l("Signs for the organization after stating authority"),
    Role.FINANCE.value: _l("States payee accounts, enters payments"),
    Role.VIEWER.value: _l("Reads"),
}
