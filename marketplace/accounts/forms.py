"""What is typed on the pages of people and organizations."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import (
    BooleanField,
    EmailField,
    Form,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
)
from wtforms.validators import DataRequired, EqualTo, Length, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.accounts import regions, uscc
from marketplace.accounts.labels import KINDS, MAIL_PREFERENCES, ROLES
from marketplace.accounts.models import OrganizationKind
from marketplace.accounts.passwords import MAXIMUM_LENGTH, MINIMUM_LENGTH
from marketplace.errors import Refused
from marketplace.web import language, refusal_text

ADDRESS = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
LANGUAGES = [SelectChoice("zh_CN", "中文"), SelectChoice("en", "English")]


@contextmanager
def refusals_at_fields(form: FlaskForm) -> Iterator[None]:
    """Show a refusal that names a field of the form at that field; nothing typed is lost."""
    try:
        yield
    except Refused as refusal:
        if refusal.field is None or refusal.field not in form:
            raise
        field = form[refusal.field]
        field.errors = [*field.errors, refusal_text(refusal)]


def _strip(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


class PlainForm(FlaskForm):
    """Strips white space around everything typed but passwords."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Form, unbound: Any, options: dict[str, Any]) -> Any:
            if not issubclass(unbound.field_class, PasswordField | FileField | SelectMultipleField):
                filters = [_strip, *unbound.kwargs.get("filters", [])]
                options = {**options, "filters": filters}
                unbound.kwargs.pop("filters", None)
            return unbound.bind(form=form, **options)


def _choices(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(value), text) for value, text in labels.items()]


def _required(text: Any) -> list[Any]:
    return [DataRequired(text)]


def _address() -> list[Any]:
    message = _l("Enter an email address like name@example.com.")
    return [DataRequired(message), Length(max=254, message=message), Regexp(ADDRESS, 0, message)]


def _new_password() -> list[Any]:
    message = _l(
        "Choose a password of %(minimum)s to %(maximum)s characters.",
        minimum=MINIMUM_LENGTH,
        maximum=MAXIMUM_LENGTH,
    )
    return [
        DataRequired(message),
        Length(min=MINIMUM_LENGTH, max=MAXIMUM_LENGTH, message=message),
    ]


class RegistrationForm(PlainForm):
    email = EmailField(_l("Email address"), _address())
    name = StringField(
        _l("Your name"),
        [*_required(_l("Enter your name as it stands in documents.")), Length(max=80)],
    )
    password = PasswordField(_l("Password"), _new_password())
    consent = BooleanField(_l("I have read the rules on personal information and agree"))


class SignInForm(PlainForm):
    email = EmailField(_l("Email address"), _address())
    password = PasswordField(_l("Password"), _required(_l("Enter your password.")))


class PasswordForm(PlainForm):
    """Entering the password once more, to confirm an address or an act."""

    password = PasswordField(_l("Password"), _required(_l("Enter your password.")))


class ResetRequestForm(PlainForm):
    email = EmailField(_l("Email address"), _address())


class NewPasswordForm(PlainForm):
    password = PasswordField(_l("New password"), _new_password())
    again = PasswordField(
        _l("New password again"),
        [EqualTo("password", _l("The two passwords differ. Enter the new one twice."))],
    )


class PasswordChangeForm(PlainForm):
    password = PasswordField(_l("Present password"), _required(_l("Enter your password.")))
    new_password = PasswordField(_l("New password"), _new_password())
    again = PasswordField(
        _l("New password again"),
        [EqualTo("new_password", _l("The two passwords differ. Enter the new one twice."))],
    )


class ProfileForm(PlainForm):
    name = StringField(
        _l("Your name"),
        [*_required(_l("Enter your name as it stands in documents.")), Length(max=80)],
    )
    locale = SelectField(_l("Language of pages and mails"), choices=LANGUAGES)
    mail_preference = RadioField(_l("Mail"), choices=_choices(MAIL_PREFERENCES))


class TokenForm(PlainForm):
    name = StringField(
        _l("What the token is for"),
        [*_required(_l("Name the program that will use the token.")), Length(max=80)],
    )


class OrganizationForm(PlainForm):
    kind = SelectField(_l("Kind"), choices=_choices(KINDS), default=OrganizationKind.COMPANY.value)
    name = StringField(
        _l("Name"),
        [*_required(_l("Enter the full name as it stands in the license.")), Length(max=200)],
    )
    code = StringField(_l("Unified social credit code"))
    region = SelectField(_l("Region"), validators=[Optional()])
    industry = StringField(
        _l("Industry code"),
        [
            Optional(),
            Regexp(
                r"^[A-Ta-t]([0-9]{2,4})?$",
                message=_l(
                    "Enter a code of GB/T 4754-2017, a letter and up to four digits (C3841)."
                ),
            ),
        ],
    )
    address = StringField(_l("Address"), [Optional(), Length(max=300)])
    legal_representative = StringField(
        _l("Legal representative or head"), [Optional(), Length(max=80)]
    )
    contact_name = StringField(_l("Contact"), [Optional(), Length(max=80)])
    contact_phone = TelField(_l("Telephone"), [Optional(), Length(max=40)])
    contact_email = EmailField(
        _l("Contact's email"),
        [
            Optional(),
            Length(max=254),
            Regexp(ADDRESS, 0, _l("Enter an email address like name@example.com.")),
        ],
    )
    is_state_institution = BooleanField(_l("State-established research institution or university"))
    abroad = BooleanField(_l("Domiciled outside the mainland of China"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region.choices = [
            SelectChoice("", _l("As in the credit code")),
            *(SelectChoice(code, name) for code, name in regions.choices(language())),
        ]

    def validate_code(self, field: StringField) -> None:
        """Name the failed check at the field; kinds without a code leave it aside."""
        if OrganizationKind(self.kind.data).has_code:
            try:
                field.data = uscc.parse(field.data or "")
            except uscc.CodeError as refusal:
                raise ValidationError(refusal_text(refusal)) from refusal

    @property
    def details(self) -> dict[str, Any]:
        """The values as ``create_organization`` and ``edit_organization`` take them."""
        data = {name: value for name, value in self.data.items() if name != "csrf_token"}
        data["kind"] = OrganizationKind(data["kind"])
        data["industry"] = (data["industry"] or "").upper()
        return {name: None if value == "" else value for name, value in data.items()}


class VerificationForm(PlainForm):
    evidence = FileField(
        _l("Evidence"),
        [
            FileAllowed(
                ["pdf", "jpg", "jpeg", "png"],
                _l("Choose a PDF, JPEG or PNG file of at most 20 MB."),
            )
        ],
    )


class EvidenceForm(VerificationForm):
    """Asked of units with a credit code that have sent no evidence yet."""

    evidence = FileField(
        _l("License of the organization"),
        [
            FileRequired(_l("Choose the scan of the license.")),
            FileAllowed(
                ["pdf", "jpg", "jpeg", "png"],
                _l("Choose a PDF, JPEG or PNG file of at most 20 MB."),
            ),
        ],
    )


class _Roles(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RolesForm(PlainForm):
    roles = _Roles(
        _l("Roles"),
        _required(_l("Choose at least one role.")),
        choices=_choices(ROLES),
    )


class InvitationForm(RolesForm):
    email = EmailField(_l("Email address"), _address())


class AuthorityForm(PlainForm):
    accepted = BooleanField(_l("The statement is true, and I make it"))


class PayeeAccountForm(PlainForm):
    holder = StringField(
        _l("Account holder"),
        [*_required(_l("Enter the holder as the bank has it.")), Length(max=200)],
    )
    bank = StringField(
        _l("Bank and branch"), [*_required(_l("Enter the bank with its branch.")), Length(max=200)]
    )
    account_number = StringField(_l("Account number"), _required(_l("Enter the account number.")))
    consent = BooleanField(_l("I agree separately that this number is processed"))


class InvoiceForm(PlainForm):
    title = StringField(
        _l("Invoice title"),
        [*_required(_l("Enter the name the invoice is made out to.")), Length(max=200)],
    )
    tax_number = StringField(
        _l("Taxpayer number"),
        [
            Optional(),
            Regexp(r"^[0-9A-Za-z]{15,20}$", message=_l("Enter 15 to 20 digits or letters.")),
        ],
    )
