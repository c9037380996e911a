"""What is typed about a receiver of feedback."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.accounts.forms import PlainForm
from marketplace.feedback.keys import LONGEST_PASSWORD
from marketplace.feedback.labels import KINDS, RHYTHMS, SUBJECTS
from marketplace.feedback.models import ConnectorKind, Rhythm


class ConnectorForm(PlainForm):
    name = StringField(
        _l("Name of the receiver"),
        [DataRequired(_l("Enter who receives the messages.")), Length(max=120)],
    )
    kind = RadioField(
        _l("How messages reach it"),
        choices=[SelectChoice(str(value), text) for value, text in KINDS.items()],
        default=ConnectorKind.HTTPS.value,
        validators=[DataRequired(_l("Choose how messages reach it."))],
    )
    address = StringField(
        _l("Address"),
        [DataRequired(_l("Enter where the messages go.")), Length(max=500)],
        description=_l(
            "An address with https://, the name of a folder, sftp://name@host/folder, or a mail "
            "address."
        ),
    )
    host_key = StringField(
        _l("Public key of the SFTP server"),
        [Length(max=2000)],
        description=_l(
            "One line such as ssh-ed25519 AAAA…, from its keeper. We connect to the server with "
            "this key and to no other."
        ),
    )
    password = PasswordField(
        _l("Password at the SFTP server"),
        [Length(max=LONGEST_PASSWORD)],
        description=_l(
            "Leave it empty where the server takes keys: we make one and show what its keeper "
            "adds. It is not shown again."
        ),
    )
    rhythm = RadioField(
        _l("When messages go"),
        choices=[SelectChoice(str(value), text) for value, text in RHYTHMS.items()],
        default=Rhythm.EVENT.value,
    )
    subjects_taken = SelectMultipleField(
        _l("What it gets"),
        choices=[SelectChoice(value, text) for value, text in SUBJECTS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    confidential = BooleanField(_l("Also negotiated prices and reported volumes"))
    persons = BooleanField(_l("Also the names of natural persons"))
    basis = TextAreaField(
        _l("By what right"),
        [DataRequired(_l("Enter by what right it gets the data.")), Length(max=1000)],
        description=_l(
            "The article, the order or the agreement. It stands in the audit trail and cannot be "
            "changed later, nor what the receiver gets: for another entitlement add another one."
        ),
    )


class SecretForm(PlainForm):
    until = DateField(
        _l("Last day of the present secret"),
        [DataRequired(_l("Enter the last day on which the present secret still holds."))],
        description=_l(
            "A new secret is made now. Until the end of this day every message carries both "
            "signatures."
        ),
    )


class ReasonForm(PlainForm):
    reason = StringField(
        _l("Why it is not sent"),
        [DataRequired(_l("Enter why this message is not sent.")), Length(max=500)],
    )
