"""One small form for each part of the terms record, its fields named as the record names them.

So a finding at `royalty.tiers.0.rate_ppm` finds its field, and a record fills the form without
a table of names in between. Amounts are typed in yuan and held in fen, rates in percent and
held in parts per million.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, FieldList, FormField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.listings.fields import CountField, PercentField, TextField, YuanField
from marketplace.terms.enums import (
    Act,
    Afterwards,
    Conversion,
    DeferralKind,
    EffectRule,
    RoyaltyBase,
    RoyaltyStart,
    Span,
)
from marketplace.web import label

EMPTY: tuple[Any, ...] = (None, "", (), [], {})
FEN_PER_YUAN = 100


def choices(enum: Any) -> list[SelectChoice]:
    """Radio choices of a StrEnum in its own order, with the texts that its room registered."""
    return [SelectChoice(member.value, text_of(member)) for member in enum]


def text_of(member: Any) -> LazyString:
    """The text of an enum member, found when it is shown: rooms register theirs at start."""
    return LazyString(lambda: str(label(member)))


class PartForm(FlaskForm):
    """A part is agreed when one of its `KEYS` was filled in (no keys: when anything was)."""

    KEYS: ClassVar[tuple[str, ...]] = ()

    class Meta:
        csrf = False

    def part(self) -> dict[str, Any] | None:
        """The part as plain data for the record, or None where it is not agreed."""
        data = {field.short_name: value_of(field) for field in self}
        keys = self.KEYS or tuple(data)
        if all(data[key] in EMPTY or data[key] is False for key in keys):
            return None
        return {name: value for name, value in data.items() if value not in EMPTY}


def value_of(field: Any) -> Any:
    """What a field contributes to the record: nested parts and lists included."""
    if isinstance(field, FormField):
        return field.form.part()
    if isinstance(field, FieldList):
        return [value_of(entry) for entry in filled(field)]
    return field.data


def filled(rows: FieldList) -> list[Any]:
    """The rows of a list in which something was typed; blank ones are only offered."""
    return [entry for entry in rows.entries if value_of(entry) not in EMPTY]


def _radio(label: Any, enum: Any, default: Any) -> RadioField:
    return RadioField(label, choices=choices(enum), default=default, validators=[Optional()])


def _day(label: Any) -> DateField:
    return DateField(label, validators=[Optional()])


class ScopeForm(PartForm):
    acts = SelectMultipleField(
        _l("Acts licensed"),
        choices=choices(Act),
        default=[act.value for act in Act],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    territory = TextField(_l("Territory (leave out for all of China)"))
    field = TextField(_l("Field of use (leave out for every field)"))
    product = TextField(_l("Product (leave out for every product)"))


class PeriodForm(PartForm):
    months = CountField(_l("Months from effect"))
    end_on = _day(_l("or through a day"))
    whole_life = BooleanField(_l("or for the whole life of the patent"))


class EffectForm(PartForm):
    KEYS = ("rule",)
    rule = RadioField(
        _l("The contract takes effect"),
        choices=[SelectChoice("", _l("As usual, when it is concluded")), *choices(EffectRule)],
        default="",
        validators=[Optional()],
    )
    on = _day(_l("Day of effect"))


class FixedForm(PartForm):
    KEYS = ("amount_fen",)
    amount_fen = YuanField(_l("Amount"))
    due_days = CountField(_l("Days to pay"), default=0)


class DuePointForm(PartForm):
    KEYS = ("on", "months", "milestone")
    on = _day(_l("On a day"))
    months = CountField(_l("or months after payment starts"))
    milestone = TextField(_l("or when this milestone is accepted"))
    days = CountField(_l("Days to pay"), default=0)


class RepeatForm(PartForm):
    KEYS = ("every_months",)
    every_months = CountField(_l("Comes back every … months"))
    times = CountField(_l("times in all"))


class InstalmentForm(PartForm):
    KEYS = ("amount_fen", "due", "repeat")
    amount_fen = YuanField(_l("Amount"))
    due = FormField(DuePointForm)
    repeat = FormField(RepeatForm)


class TierForm(PartForm):
    KEYS = ("up_to", "rate_ppm", "fen_per_unit")
    up_to = YuanField(_l("For the part up to"))
    rate_ppm = PercentField(_l("Rate"))
    fen_per_unit = YuanField(_l("Amount per unit"))


class LimitForm(PartForm):
    KEYS = ("amount_fen",)
    amount_fen = YuanField(_l("Amount"))
    span = _radio(_l("Counted over"), Span, Span.ROYALTY_YEAR)


class RoyaltyForm(PartForm):
    KEYS = ("tiers",)
    base = _radio(_l("Royalty is counted on"), RoyaltyBase, RoyaltyBase.NET_SALES)
    unit = TextField(_l("Counted unit (for output)"))
    tiers = FieldList(FormField(TierForm), label=_l("Rates"), min_entries=3, max_entries=10)
    minimum = FormField(LimitForm, label=_l("Minimum"))
    cap = FormField(LimitForm, label=_l("Cap"))
    cycle_months = CountField(_l("Reported every … months"), default=6)
    report_days = CountField(_l("Report within days"), default=30)
    pay_days = CountField(_l("Pay within days"), default=60)
    inspection = BooleanField(_l("The licensor may inspect the accounts"), default=True)
    answer_days = CountField(_l("Unanswered reports count as accepted after days"))

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Steps of output are units; the field beside the amounts holds hundredths."""
        base, tiers = kwargs.get("base"), kwargs.get("tiers")
        if base == RoyaltyBase.OUTPUT and tiers:
            kwargs["tiers"] = [_scaled(tier, up=True) for tier in tiers]
        super().process(*args, **kwargs)

    def part(self) -> dict[str, Any] | None:
        data = super().part()
        if data and data.get("base") == RoyaltyBase.OUTPUT:
            data["tiers"] = [_scaled(tier, up=False) for tier in data["tiers"]]
        return data


def _scaled(tier: Mapping[str, Any], *, up: bool) -> dict[str, Any]:
    bound = tier.get("up_to")
    if not bound:
        return dict(tier)
    return {**tier, "up_to": bound * FEN_PER_YUAN if up else bound // FEN_PER_YUAN}


class FreeWindowForm(PartForm):
    KEYS = ("through", "months")
    through = _day(_l("Free through this day"))
    months = CountField(_l("or free for months from effect"))
    afterwards = _radio(_l("Afterwards"), Afterwards, Afterwards.PRICED)


class DeferralForm(PartForm):
    KEYS = ("months_after_effect", "on_first_revenue", "milestone")
    kind = _radio(_l("How it is paid afterwards"), DeferralKind, DeferralKind.DEFERRED)
    months_after_effect = CountField(_l("Months after effect"))
    on_first_revenue = BooleanField(_l("With the first revenue"))
    milestone = TextField(_l("When this milestone is accepted"))
    royalty_from = _radio(_l("Sales count"), RoyaltyStart, RoyaltyStart.TRIGGER)
    cap_fen = YuanField(_l("Most that is ever paid"))
    grace_days = CountField(_l("Days of grace after a due day"), default=30)
    cure_days = CountField(_l("Days to make good after a demand"), default=30)
    guarantee = TextField(_l("Insurer or guarantor and their paper"))

    def part(self) -> dict[str, Any] | None:
        """Without months the record's own default of 12 must not step in."""
        data = super().part()
        return {"months_after_effect": None, **data} if data else None


class TrialForm(PartForm):
    KEYS = ("months",)
    months = CountField(_l("Trial, months"))
    evaluation_days = CountField(_l("Then days to evaluate"), default=30)
    criteria = TextField(_l("What is evaluated"))
    conversion = _radio(_l("Then it becomes"), Conversion, Conversion.LICENSE)
    price_fen = YuanField(_l("Price"))
    due_days = CountField(_l("Days to pay"), default=30)
    formula = TextField(_l("or a formula for the price or the shares"))


class TransferForm(PartForm):
    price_fen = YuanField(_l("Price"))
    due_days = CountField(_l("Days to pay"), default=30)
    shares_ppm = PercentField(_l("Share of the company"))
    company = TextField(_l("Company"))


class QuotaForm(PartForm):
    KEYS = ("first_n",)
    first_n = CountField(_l("The first … licensees"))
    share_ppm = PercentField(_l("pay this part of every fee"), default=0)
