"""What is typed about a product."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from marketplace.accounts.forms import PlainForm
from marketplace.listings.fields import YuanField
from marketplace.patents.reference import industry_code

_DAY = _l("Enter the day as 2026-11-21.")


class ProductForm(PlainForm):
    name = StringField(
        _l("Product"), [DataRequired(_l("Enter the name of the product.")), Length(max=200)]
    )
    models = TextAreaField(
        _l("Models"), [Optional(), Length(max=2_000)], description=_l("One a line.")
    )
    industry = StringField(
        _l("Industry (GB/T 4754)"),
        [Optional(), Length(max=60)],
        description=_l("Code or name, for example C3841."),
    )
    produced_since = DateField(_l("In production since"), [Optional()])

    def validate_industry(self, field: StringField) -> None:
        if field.data and industry_code(field.data) is None:
            raise ValidationError(_l("No industry has this code or name."))


class UseForm(PlainForm):
    number = StringField(
        _l("Patent number"), [DataRequired(_l("Enter the patent number.")), Length(max=60)]
    )
    role = TextAreaField(
        _l("What it does in the product"),
        [DataRequired(_l("Write what the patent does in the product.")), Length(max=1_000)],
    )


class SalesForm(PlainForm):
    year = IntegerField(_l("Year"), [InputRequired(_l("Enter the year as 2026."))])
    net_sales = YuanField(_l("Net sales (yuan)"), [InputRequired(_l("Enter the net sales."))])
    units = IntegerField(_l("Units sold"), [Optional(), NumberRange(min=0)])


class NumberForm(PlainForm):
    number = StringField(
        _l("Number on the receipt"),
        [DataRequired(_l("Enter the number on the receipt.")), Length(max=80)],
    )
    day = DateField(_l("Day on the receipt"), [DataRequired(_DAY)])
