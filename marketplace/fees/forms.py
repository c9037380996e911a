"""What the guidance asks: on its own page a GET form, beside the terms editor part of its form."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from marketplace.fees.comparables import Traits
from marketplace.fees.fields import AmountField, DecimalField, PercentField
from marketplace.fees.inputs import (
    LICENSEES,
    YEARS,
    Appraisal,
    EarlierLicense,
    GuidanceInputs,
    IndustryFigures,
    OwnUse,
    RoyaltyFigures,
)
from marketplace.fees.labels import GRADES
from marketplace.fees.ranges import MILLION
from marketplace.patents.enums import Maturity, PatentKind
from marketplace.patents.labels import KINDS, MATURITIES
from marketplace.patents.life import YEARS as LIFE_YEARS
from marketplace.patents.reference import industry_children

_IPC = re.compile(r"[A-H](\d{2}([A-Z](\d{1,4}(/\d{2,6})?)?)?)?")
NOTHING = Traits()
OPTIONAL_GROUPS = {
    "comparables": ("grade", "maturity", "filing_year"),
    "own_use": ("profit", "contribution", "margin"),
    "earlier": ("past_fee", "past_years", "past_patents", "past_rate", "past_factor"),
    "industry": ("industry_fee", "industry_years", "industry_patents", "industry_rate"),
    "royalty": ("band_low", "band_middle", "band_high"),
    "appraisal": ("appraised", "appraised_years", "discount"),
}


def _count(numbers: Iterable[int]) -> list[Any]:
    low, high = min(numbers), max(numbers)
    message = _l("Enter a whole number from %(low)s to %(high)s.", low=low, high=high)
    return [InputRequired(message), NumberRange(low, high, message)]


class GuidanceForm(FlaskForm):
    """One patent, and the license that is to be priced."""

    class Meta(FlaskForm.Meta):
        csrf = False

    kind = SelectField(_l("Kind of patent"))
    industry = SelectField(_l("Industry"), default="")
    ipc = StringField(_l("IPC class"), [Optional()])
    licensees = IntegerField(_l("Expected licensees"), _count(LICENSEES), default=5)
    years = IntegerField(_l("License period in years"), _count(YEARS), default=5)
    factor = PercentField(_l("Own coefficient instead of k(n)"))
    profit = AmountField(_l("Yearly profit of the product"))
    contribution = PercentField(_l("Share of the patent in that profit"))
    margin = PercentField(_l("Profit margin of the product"))
    past_fee = AmountField(_l("Fee of the earlier license in all"))
    past_years = IntegerField(_l("Years of the earlier license"), [Optional(), NumberRange(1, 20)])
    past_patents = IntegerField(
        _l("Patents in the earlier license"), [Optional(), NumberRange(1, 1000)]
    )
    past_rate = PercentField(_l("Royalty rate of the earlier license"))
    past_factor = PercentField(_l("Factor from its type to an ordinary license"))
    grade = SelectField(_l("Grade (own assessment)"), default="")
    maturity = SelectField(_l("Technical maturity"), default="")
    filing_year = IntegerField(_l("Year of filing"), [Optional(), NumberRange(1985, 2100)])
    industry_fee = AmountField(_l("Average fixed fee per contract"))
    industry_years = DecimalField(_l("Average license period in years"))
    industry_patents = DecimalField(_l("Patents per contract"))
    industry_rate = PercentField(_l("Average royalty rate"))
    band_low = PercentField(_l("Lowest rate"))
    band_middle = PercentField(_l("Middle rate"))
    band_high = PercentField(_l("Highest rate"))
    appraised = AmountField(_l("Appraised value of the license"))
    appraised_years = IntegerField(_l("Years that it covers"), [Optional(), NumberRange(1, 20)])
    discount = PercentField(_l("Yearly discount rate"))

    def __init__(self, *args: Any, beside: str | None = None, **kwargs: Any) -> None:
        """``beside``: the id of the form on the page that these fields are sent with."""
        super().__init__(*args, **kwargs)
        self.belongs_to, self.is_sent = beside, bool(args and args[0])
        if beside:
            for field in self:
                field.render_kw = {"form": beside}
        self.grade.choices = [
            ("", _l("Not stated")),
            *((str(n), name) for n, name in GRADES.items()),
        ]
        self.maturity.choices = [
            ("", _l("Not stated")),
            *((m.value, MATURITIES[m]) for m in Maturity),
        ]
        self.kind.choices = [(kind.value, KINDS[kind]) for kind in PatentKind]
        self.industry.choices = [("", _l("Not chosen")), *divisions()]

    def validate_ipc(self, field: StringField) -> None:
        field.data = re.sub(r"\s", "", field.data or "").upper()
        if field.data and not _IPC.fullmatch(field.data):
            raise ValidationError(_("Enter an IPC symbol such as H01M or H01M 10/0525."))

    def validate_years(self, field: IntegerField) -> None:
        kind = self.kind.data
        if kind in set(PatentKind) and (field.data or 0) > LIFE_YEARS[PatentKind(kind)]:
            raise ValidationError(
                _(
                    "A patent of this kind lives %(years)s years at most.",
                    years=LIFE_YEARS[PatentKind(kind)],
                )
            )

    def validate_contribution(self, field: PercentField) -> None:
        if (field.data is None) != (self.profit.data is None):
            raise ValidationError(_("Enter profit and share together, or neither."))

    def validate_band_middle(self, field: PercentField) -> None:
        given = [self.band_low.data, field.data, self.band_high.data]
        stated = [each for each in given if each is not None]
        if stated and (len(stated) < len(given) or stated != sorted(stated)):
            raise ValidationError(
                _("Enter lowest, middle and highest rate, each not below the last.")
            )

    def validate_appraised(self, field: AmountField) -> None:
        if (field.data is None) != (self.discount.data is None):
            raise ValidationError(
                _("Enter appraised value and discount rate together, or neither.")
            )

    @property
    def opened(self) -> set[str]:
        """The groups of optional fields in which something was entered."""
        return {
            name
            for name, fields in OPTIONAL_GROUPS.items()
            if any(self[each].data or self[each].errors for each in fields)
        }

    def inputs(
        self, on: date, *, number: str | None = None, known: Traits = NOTHING
    ) -> GuidanceInputs:
        """What was asked, after validation; ``known`` is what is on record of the patent."""
        ipc = (self.ipc.data,) if self.ipc.data else ()
        industries = (self.industry.data,) if self.industry.data else ()
        kind = PatentKind(self.kind.data)
        return GuidanceInputs(
            on=on,
            expected_licensees=self.licensees.data,
            years=self.years.data,
            kind=kind,
            ipc=ipc,
            industries=industries,
            factor_ppm=self.factor.data,
            own_use=self._own_use(),
            earlier=self._earlier(),
            appraisal=self._appraisal(),
            industry_figures=self._industry(),
            royalty_figures=self._royalty(),
            number=number,
            traits=self._traits(kind, ipc, industries, known),
        )

    def _traits(
        self, kind: PatentKind, ipc: tuple[str, ...], industries: tuple[str, ...], known: Traits
    ) -> Traits:
        """What was entered, over what is on record; several classes on record stay."""
        entered = Traits.public(None, kind, ipc, industries)
        return replace(
            known,
            kind=kind,
            filing_year=self.filing_year.data,
            subclasses=entered.subclasses | known.subclasses,
            divisions=entered.divisions | known.divisions,
            maturity=Maturity(self.maturity.data) if self.maturity.data else None,
            grade=int(self.grade.data) if self.grade.data else None,
        )

    def _own_use(self) -> OwnUse | None:
        if self.profit.data is None or self.contribution.data is None:
            return None
        return OwnUse(self.profit.data, self.contribution.data, self.margin.data)

    def _earlier(self) -> EarlierLicense | None:
        if self.past_fee.data is None and self.past_rate.data is None:
            return None
        return EarlierLicense(
            total=self.past_fee.data,
            years=self.past_years.data or 1,
            patents=self.past_patents.data or 1,
            rate_ppm=self.past_rate.data,
            type_factor_ppm=self.past_factor.data or MILLION,
        )

    def _appraisal(self) -> Appraisal | None:
        if self.appraised.data is None or self.discount.data is None:
            return None
        years = self.appraised_years.data or self.years.data
        return Appraisal(self.appraised.data, years, self.discount.data)

    def _industry(self) -> IndustryFigures | None:
        if self.industry_fee.data is None and self.industry_rate.data is None:
            return None
        return IndustryFigures(
            fee=self.industry_fee.data,
            years=self.industry_years.data or Fraction(1),
            patents=self.industry_patents.data or Fraction(1),
            rate_ppm=self.industry_rate.data,
        )

    def _royalty(self) -> RoyaltyFigures | None:
        low, middle, high = self.band_low.data, self.band_middle.data, self.band_high.data
        if low is None or middle is None or high is None:
            return None
        return RoyaltyFigures(low, middle, high)


def divisions() -> list[tuple[str, str]]:
    """The industry divisions of GB/T 4754 with their codes, in the standard's order."""
    return [
        (code, f"{code} {name}")
        for section, _name in industry_children()
        for code, name in industry_children(section)
    ]
