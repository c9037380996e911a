"""What is typed about royalty periods and about facts that trigger payment."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import DateField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from marketplace.listings.fields import CountField, YuanField
from marketplace.obligations.models import Obligation

_PROOFS = FileAllowed(["pdf", "png", "jpg", "jpeg", "xlsx"], _l("Upload a PDF, picture or XLSX."))


class ReportForm(FlaskForm):
    """A royalty statement; of the two figures only the one that the terms count stays."""

    period = SelectField(_l("Reporting period"), validators=[InputRequired()])
    amount = YuanField(
        _l("Amount of the period"), validators=[InputRequired(_l("Enter the figure; 0 is one."))]
    )
    units = CountField(
        _l("Units of the period"), validators=[InputRequired(_l("Enter the figure; 0 is one."))]
    )
    proof = FileField(_l("Proof, for example the sales ledger"), validators=[Optional(), _PROOFS])

    def __init__(self, *, periods: Sequence[Obligation], in_units: bool, **more: Any) -> None:
        super().__init__(**more)
        self.period.choices = [
            SelectChoice(row.public_id, f"{row.period_from} – {row.period_to}") for row in periods
        ]
        del self["amount" if in_units else "units"]
        self.quantity = self["units" if in_units else "amount"]


class DisputeStatementForm(FlaskForm):
    """Why a reported figure is not accepted."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[
            DataRequired(_l("Say which figure you expected and why; the licensee is told.")),
            Length(max=2000),
        ],
    )


class FactForm(FlaskForm):
    """A fact with its day; ``name`` is chosen where the terms name several."""

    name = SelectField(_l("Milestone"), validators=[InputRequired()])
    on = DateField(_l("Day on which it happened"), validators=[DataRequired(_l("Enter the day."))])
    note = TextAreaField(_l("Remark"), validators=[Optional(), Length(max=1000)])
    proof = FileField(_l("Proof"), validators=[_PROOFS])

    def __init__(self, *, names: Sequence[str], proof_needed: bool, **more: Any) -> None:
        super().__init__(**more)
        if names:
            self.name.choices = [SelectChoice(name, name) for name in names]
        else:
            del self.name
        if proof_needed:
            self.proof.validators = [FileRequired(_l("Upload the proof of it.")), _PROOFS]
