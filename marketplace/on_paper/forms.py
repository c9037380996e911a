"""What is typed about contracts on paper."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from marketplace.accounts.models import OrganizationKind
from marketplace.agreements.models import Side
from marketplace.errors import Refused
from marketplace.listings.parts_forms import choices
from marketplace.on_paper.queries import patents_of
from marketplace.on_paper.scans import require_scan
from marketplace.on_paper.services import Entry, OtherParty
from marketplace.patents.models import Patent
from marketplace.web import refusal_text

_SCANS = FileAllowed(["pdf", "png", "jpg", "jpeg"], _l("Upload a PDF or a picture."))
MOST_PAGES = 2_000


def _is_scan(_form: Any, field: Any) -> None:
    """What is sent is what its name says, by its first bytes."""
    if field.data:
        field.data.seek(0)
        try:
            require_scan(field.data.read(_MAGIC_BYTES))
        except Refused as refusal:
            raise ValidationError(refusal_text(refusal)) from refusal
        finally:
            field.data.seek(0)


_MAGIC_BYTES = 8


def _strip(text: Any) -> Any:
    return text.strip() if isinstance(text, str) else text


class PaperForm(FlaskForm):
    """What the paper says beside its terms. ``kept_scan``: the file that was sent with an earlier
    attempt, so that nothing has to be chosen twice."""

    side = RadioField(
        _l("On which side is your organization?"),
        choices=[
            SelectChoice(Side.LICENSOR, _l("Licensor")),
            SelectChoice(Side.LICENSEE, _l("Licensee")),
        ],
        coerce=Side,
        validators=[InputRequired(_l("Choose your side."))],
    )
    other_kind = SelectField(
        _l("The other side is"),
        choices=choices(OrganizationKind),
        default=OrganizationKind.COMPANY.value,
    )
    other_name = StringField(
        _l("Name of the other side"),
        validators=[
            DataRequired(_l("Enter the name as it stands in the contract.")),
            Length(max=200),
        ],
        filters=[_strip],
    )
    code = StringField(
        _l("Its unified social credit code"),
        description=_l("Empty for a natural or foreign person."),
        validators=[Optional()],
        filters=[_strip],
    )
    other_address = StringField(
        _l("Its address"), validators=[Optional(), Length(max=300)], filters=[_strip]
    )
    patents = TextAreaField(
        _l("Patent numbers"),
        description=_l("One a line, or separated by commas, as the contract lists them."),
        validators=[DataRequired(_l("Enter at least one patent number."))],
    )
    contract_number = StringField(
        _l("Contract number"),
        description=_l("As your house numbers it; you find the contract by it."),
        validators=[Optional(), Length(max=80)],
        filters=[_strip],
    )
    seal_number = StringField(
        _l("Approval number of the seal"), validators=[Optional(), Length(max=80)], filters=[_strip]
    )
    signed_on = DateField(
        _l("Signed on"),
        description=_l("Of an open license: the day on which the written notice arrived."),
        validators=[DataRequired(_l("Enter the day of the last signature."))],
    )
    effective_on = DateField(
        _l("In effect from"),
        description=_l("Of an open license: the later of notice and payment."),
        validators=[DataRequired(_l("Enter the day from which the license holds."))],
    )
    settled_through = DateField(
        _l("Everything due by this day is paid"),
        description=_l("Empty if nothing was paid yet. What falls due later is followed here."),
        validators=[Optional()],
    )
    pages = IntegerField(
        _l("Pages of the paper"),
        validators=[
            InputRequired(_l("Enter the number of pages of the paper.")),
            NumberRange(1, MOST_PAGES, _l("Enter the number of pages of the paper.")),
        ],
    )
    scan = FileField(
        _l("Scan of the signed contract"),
        description=_l("All pages in one PDF, or a picture. It is kept unchanged, by its SHA-256."),
        validators=[_SCANS, _is_scan],
    )
    kept_scan = HiddenField()
    note = TextAreaField(_l("Remark"), validators=[Optional(), Length(max=2000)])

    def other(self) -> OtherParty:
        return OtherParty(
            name=self.other_name.data or "",
            kind=OrganizationKind(self.other_kind.data),
            code=self.code.data or "",
            address=self.other_address.data or "",
        )

    def found_patents(self) -> Sequence[Patent]:
        """The patents that were typed, each once. Refused at the field for one that is not here."""
        words = (self.patents.data or "").replace("，", ",").replace("、", ",").replace("；", ",")
        numbers = [each.strip() for line in words.splitlines() for each in line.split(",")]
        return patents_of(filter(None, numbers))

    def entry(self, scan_sha256: str) -> Entry:
        return Entry(
            side=self.side.data,
            contract_number=self.contract_number.data or "",
            seal_number=self.seal_number.data or "",
            signed_on=self.signed_on.data,
            effective_on=self.effective_on.data,
            settled_through=self.settled_through.data,
            pages=self.pages.data or 0,
            scan_sha256=scan_sha256,
            note=self.note.data or "",
        )


class CounterpartForm(FlaskForm):
    """The scan of the paper that was signed and sealed, with what stands at the foot of its pages."""

    mark = StringField(
        _l("Mark at the foot of the pages"),
        description=_l("As printed, for example k3f7q2m9x4t8w6pz-1a2b3c4d."),
        validators=[DataRequired(_l("Type the mark as it stands on the paper."))],
        filters=[_strip],
    )
    pages = IntegerField(
        _l("Pages of the paper"),
        validators=[
            InputRequired(_l("Enter the number of pages of the paper.")),
            NumberRange(1, MOST_PAGES, _l("Enter the number of pages of the paper.")),
        ],
    )
    scan = FileField(
        _l("Scan of the sealed paper"),
        description=_l("All pages in one PDF, or a picture of a paper of one page."),
        validators=[FileRequired(_l("Upload the scan.")), _SCANS, _is_scan],
    )
