"""What is typed about royalty periods and about facts that trigger payment."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from marketplace.listings.fields import CountField, YuanField
from marketplace.obligations.labels import DECISIONS, GUARANTEES
from marketplace.obligations.models import DecisionKind, Obligation

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
        self.period.choices = [SelectChoice(row.public_id, _period(row)) for row in periods]
        del self["amount" if in_units else "units"]
        self.quantity = self["units" if in_units else "amount"]


def _period(row: Obligation) -> str:
    span = f"{row.period_from} – {row.period_to}"
    if row.amount_fen is None:
        return span
    return _("%(period)s (correction of the accepted figure)", period=span)


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


class AnswerForm(FlaskForm):
    """What is said to a fact, with the paper where one decides."""

    reason = TextAreaField(
        _l("Reason"), description=_l("Both sides read it."), validators=[Length(max=2000)]
    )
    proof = FileField(_l("Proof"), validators=[Optional(), _PROOFS])


class DecisionForm(FlaskForm):
    """A decision on an amount: what, and why."""

    kind = RadioField(
        _l("Decision"), validators=[InputRequired(_l("Choose what is to happen to the amount."))]
    )
    reason = TextAreaField(
        _l("Reason"),
        description=_l("Both sides read it."),
        validators=[DataRequired(_l("Give your reason; both sides read it.")), Length(max=2000)],
    )

    def __init__(self, *, kinds: Sequence[DecisionKind], **more: Any) -> None:
        super().__init__(**more)
        self.kind.choices = [SelectChoice(kind.value, DECISIONS[kind]) for kind in kinds]


class InspectionForm(FlaskForm):
    """What is to be seen, and when."""

    scope = TextAreaField(
        _l("What is to be inspected"),
        validators=[DataRequired(_l("Name the accounts and the periods.")), Length(max=2000)],
    )
    wished_on = DateField(_l("Wished day"), validators=[DataRequired(_l("Enter the day."))])


class WordsForm(FlaskForm):
    """The answer to a request, or what was found."""

    text = TextAreaField(
        _l("Text"), validators=[DataRequired(_l("Fill in this field.")), Length(max=4000)]
    )
    proof = FileField(_l("File"), validators=[Optional(), _PROOFS])


class GuaranteeForm(FlaskForm):
    """Who stands behind the licensee, and by which paper."""

    kind = SelectField(
        _l("Kind"), choices=[SelectChoice(kind.value, text) for kind, text in GUARANTEES.items()]
    )
    institution = StringField(
        _l("Insurer or guarantor"),
        validators=[DataRequired(_l("Enter the name of the institution.")), Length(max=200)],
    )
    number = StringField(
        _l("Number of the policy or letter"),
        validators=[DataRequired(_l("Enter the number.")), Length(max=120)],
    )
    amount = YuanField(_l("Amount covered"), validators=[Optional()])
    through = DateField(_l("Valid through"), validators=[Optional()])
    proof = FileField(_l("Copy of the paper"), validators=[Optional(), _PROOFS])
    note = TextAreaField(_l("Remark"), validators=[Optional(), Length(max=1000)])
