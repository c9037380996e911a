"""The reader's own volume: what the terms of a listing ask for, typed in the address line."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import NumberRange, Optional

from marketplace.listings.fields import CountField, YuanField
from marketplace.listings.previews import SAMPLES
from marketplace.terms.enums import RoyaltyBase
from marketplace.terms.projection import Volume
from marketplace.terms.record import Terms
from marketplace.types import Money
from marketplace.web import wan

MOST_FEN = 10**14
"""A trillion yuan a year: more is a slip of the keyboard."""
MOST_UNITS = 10**12
MOST_MONTHS = 240

_SAMPLE = 1
"""The middle one of the sample volumes stands until the reader types an own one."""


def _limit(most: int) -> list[Any]:
    return [Optional(), NumberRange(0, most, _l("Enter a smaller figure."))]


class VolumeForm(Form):
    """Yearly figures and the month in which sales begin; fields that do not matter are left out."""

    sales = YuanField(_l("My net sales a year"), validators=_limit(MOST_FEN))
    profit = YuanField(_l("My profit a year"), validators=_limit(MOST_FEN))
    units = CountField(_l("My output a year"), validators=_limit(MOST_UNITS))
    starts = CountField(_l("Sales begin after (months)"), validators=_limit(MOST_MONTHS))

    @property
    def typed(self) -> bool:
        """Whether the reader gave a figure of their own."""
        return any(field.data is not None for field in self if field.name != "starts")


_FIELDS = {
    RoyaltyBase.NET_SALES: "sales",
    RoyaltyBase.PROFIT: "profit",
    RoyaltyBase.OUTPUT: "units",
}


@dataclass(frozen=True)
class Asked:
    """The form (None where no volume matters), the volume to project and how to name it."""

    form: VolumeForm | None
    volume: Volume
    label: str
    is_sample: bool


def asked_volume(offers: Iterable[Terms], arguments: MultiDict[str, str]) -> Asked:
    """Read the volume from the address; what is not typed or not valid is a middle sample."""
    bases = {terms.royalty.base for terms in offers if terms.royalty}
    if not bases:
        return Asked(None, Volume(), "", False)
    form = VolumeForm(arguments)
    for base, name in _FIELDS.items():
        if base not in bases:
            del form[name]
    own = form.validate() and form.typed
    figures = {base: _figure(form, base, own) if base in bases else 0 for base in RoyaltyBase}
    volume = Volume(
        net_sales_fen=figures[RoyaltyBase.NET_SALES],
        profit_fen=figures[RoyaltyBase.PROFIT],
        units=figures[RoyaltyBase.OUTPUT],
        starts_after_months=(form.starts.data or 0) if not form.errors else 0,
    )
    return Asked(form, volume, _label(volume, bases), not own)


def _figure(form: VolumeForm, base: RoyaltyBase, own: bool) -> int:
    typed = form[_FIELDS[base]].data
    return (typed or 0) if own else SAMPLES[base][_SAMPLE]


def _label(volume: Volume, bases: Iterable[RoyaltyBase]) -> str:
    words = {
        RoyaltyBase.NET_SALES: lambda: _(
            "net sales %(amount)s a year", amount=wan(Money(volume.net_sales_fen))
        ),
        RoyaltyBase.PROFIT: lambda: _(
            "profit %(amount)s a year", amount=wan(Money(volume.profit_fen))
        ),
        RoyaltyBase.OUTPUT: lambda: _("%(number)s units a year", number=f"{volume.units:,}"),
    }
    return _(", ").join(str(words[base]()) for base in RoyaltyBase if base in bases)
