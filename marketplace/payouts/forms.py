"""What an institution types to divide its receipts."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from marketplace.accounts.forms import ADDRESS
from marketplace.payments.forms import AmountField
from marketplace.payouts.labels import KINDS
from marketplace.payouts.models import EntitledKind
from marketplace.types import Money

_DAY = _l("Enter the day as 2026-11-21.")
_PPM_OF_PERCENT = 10_000


class PercentField(StringField):
    """Percent with up to four decimals; ``ppm`` holds parts per million once validated."""

    ppm: int = 0

    def pre_validate(self, form: Any) -> None:
        try:
            self.ppm = Money.parse((self.data or "").removesuffix("%")).amount * 100
        except ValueError as error:
            raise ValidationError(str(_l("Enter a percentage, for example 70."))) from error
        if not 0 <= self.ppm <= 100 * _PPM_OF_PERCENT:
            raise ValidationError(str(_l("Enter a percentage between 0 and 100.")))


class RuleForm(FlaskForm):
    from_on = DateField(_l("Holds from"), validators=[DataRequired(_DAY)])
    percent = PercentField(
        _l("Inventors’ part of the net income"),
        validators=[DataRequired(_l("Enter a percentage, for example 70."))],
    )
    agreed = BooleanField(_l("Laid down in our rules or agreed with the inventors"))
    basis = StringField(_l("Rule or agreement"), validators=[Optional(), Length(max=300)])
    needs_notice = BooleanField(_l("Every reward is shown in-house before it is confirmed"))


class EntitledForm(FlaskForm):
    kind = SelectField(
        _l("Capacity"),
        choices=[
            SelectChoice(each.value, KINDS[each])
            for each in (EntitledKind.INVENTOR, EntitledKind.CO_OWNER, EntitledKind.AGENCY)
        ],
    )
    name = StringField(
        _l("Name as at the bank"),
        validators=[DataRequired(_l("Enter the name.")), Length(max=200)],
    )
    email = StringField(
        _l("Email address"),
        validators=[
            Optional(),
            Length(max=254),
            Regexp(ADDRESS, 0, _l("Enter an email address like name@example.com.")),
        ],
    )
    bank = StringField(_l("Bank and branch"), validators=[Optional(), Length(max=200)])
    account_number = StringField(_l("Account number"), validators=[Optional(), Length(max=40)])

    def values(self) -> dict[str, str]:
        """All but the capacity, by the service's names."""
        names = ("name", "email", "bank", "account_number")
        return {name: self[name].data or "" for name in names}


class ShareForm(Form):
    """One party of a plan."""

    party = HiddenField()
    kind = HiddenField()
    weight = IntegerField(
        validators=[InputRequired(_l("Enter a whole number.")), NumberRange(0, 1_000_000)]
    )


class PlanForm(FlaskForm):
    from_on = DateField(_l("Holds from"), validators=[DataRequired(_DAY)])
    shares = FieldList(FormField(ShareForm))

    def parts(self) -> list[tuple[str, EntitledKind, int]]:
        """Public id, capacity, weight; an agency's percent becomes parts per million."""
        found = []
        for row in self.shares:
            kind = EntitledKind(row.form.kind.data)
            times = _PPM_OF_PERCENT if kind is EntitledKind.AGENCY else 1
            found.append((row.form.party.data, kind, row.form.weight.data * times))
        return found


class DivideForm(FlaskForm):
    """What the institution takes off before it divides; empty is nothing."""

    costs = AmountField(_l("Costs of the transaction"), default="0")
    taxes = AmountField(_l("Taxes and levies paid on the receipt"), default="0")

    def deductions(self) -> list[tuple[str, int]]:
        rows = (("成本费用", self.costs.fen), ("税费", self.taxes.fen))
        return [(label, fen) for label, fen in rows if fen]


class TaxesForm(FlaskForm):
    """What is withheld from each line, by its public id; empty leaves it open."""

    def amounts(self, lines: Sequence[Any], given: Any) -> dict[str, int | None]:
        """ValueError where something typed is no amount."""
        found: dict[str, int | None] = {}
        for line in lines:
            text = (given.get(f"tax-{line.public_id}") or "").strip()
            found[line.public_id] = Money.parse(text).amount if text else None
        return found


class ShowForm(FlaskForm):
    opened_on = DateField(_l("Opened on"), validators=[DataRequired(_DAY)])
    days = IntegerField(
        _l("Days"), validators=[InputRequired(), NumberRange(1, 365, _l("Enter at least 1."))]
    )
    place = StringField(
        _l("Where it is shown"),
        validators=[DataRequired(_l("Say where it is shown.")), Length(max=300)],
    )


class PaidForm(FlaskForm):
    paid_on = DateField(_l("Paid on"), validators=[DataRequired(_DAY)])


class DropForm(FlaskForm):
    reason = TextAreaField(_l("Reason"), validators=[DataRequired(_l("Say why."))])
