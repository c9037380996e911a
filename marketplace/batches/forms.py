"""What is typed about a batch besides its terms and its table."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from marketplace.batches.labels import FEE_SOURCES
from marketplace.batches.models import FeeSource

LONGEST_PASTE = 1_000_000


class SheetForm(FlaskForm):
    """A sheet with one row per patent."""

    file = FileField(_l("Sheet"), validators=[FileRequired(_l("Choose the file with your sheet."))])


class PasteForm(FlaskForm):
    """Cells copied from a spreadsheet, or a mended sheet."""

    pasted = TextAreaField(
        _l("Cells copied from a spreadsheet"),
        validators=[
            DataRequired(_l("Paste the cells, with the application number in the first column.")),
            Length(max=LONGEST_PASTE),
        ],
    )


class FeeSourceForm(FlaskForm):
    fee_source = RadioField(
        _l("Whose amount?"),
        choices=[SelectChoice(each.value, FEE_SOURCES[each]) for each in FeeSource],
        default=FeeSource.PRESET.value,
        validators=[InputRequired(_l("Choose where the amounts come from."))],
    )
