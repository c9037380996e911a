"""What is typed about a witness."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import DataRequired, Length

from marketplace.accounts.forms import PlainForm
from marketplace.witnesses.labels import KINDS
from marketplace.witnesses.models import WitnessKind


class WitnessForm(PlainForm):
    name = StringField(
        _l("Name of the witness"),
        [DataRequired(_l("Enter who keeps the copies.")), Length(max=120)],
        description=_l("It stands in evidence packages beside what the witness confirmed."),
    )
    kind = RadioField(
        _l("How copies reach it"),
        choices=[SelectChoice(str(value), text) for value, text in KINDS.items()],
        default=WitnessKind.WEBHOOK.value,
        validators=[DataRequired(_l("Choose how the copies reach it."))],
    )
    address = StringField(
        _l("Mail address or https:// address"),
        [Length(max=500)],
        description=_l("Leave it empty for a file."),
    )
    public_key = StringField(
        _l("Public key of the witness (Ed25519, 64 hexadecimal digits)"),
        [Length(max=64)],
        description=_l(
            "A webhook that answers with a signature over the checkpoint confirms it: the "
            "confirmation stands in evidence packages."
        ),
    )
