"""Ranges as they are shown: bars for the chart, words for the table."""

from collections.abc import Sequence
from fractions import Fraction

from flask_babel import gettext as _

from marketplace.fees.agreement import Accord, Agreement, agreement
from marketplace.fees.comparables import FACTORS, Neighbour
from marketplace.fees.figures import decimal, rate
from marketplace.fees.labels import FIELDS, METHODS, TRAITS, RoyaltyField
from marketplace.fees.ranges import OWN_FIGURES, FeeRange, Input, InputName, Message, Shape
from marketplace.patents.reference import industry_name
from marketplace.types import Money, round_half_up
from marketplace.web_parts.charts import Range

_PPM_PER_HUNDREDTH_OF_PERCENT = 100


def bars(ranges: Sequence[FeeRange]) -> list[Range]:
    """Ranges for the chart: fen as they are, rates in hundredths of a percent."""
    return [
        Range(
            name(each),
            _bar(each.low, each),
            _bar(each.central, each),
            _bar(each.high, each),
            behind(each),
        )
        for each in ranges
    ]


def name(each: FeeRange) -> str:
    """The method, and the field it compares with where there is one."""
    field = next((one for one in each.inputs if one.name is InputName.FIELD), None)
    method = str(METHODS[each.method])
    return _("%(method)s: %(field)s", method=method, field=written(field)) if field else method


def accord(ranges: Sequence[FeeRange]) -> str:
    """One sentence: do the methods agree, over what span, and which stand apart."""
    found = agreement(ranges)
    words = _accord_words(found, ranges[0]) if ranges else {}
    match found.accord:
        case Accord.NONE:
            return _("No method has figures.")
        case Accord.SINGLE:
            return _("Only one method has figures, so nothing can be compared with it.")
        case Accord.AGREE:
            return _(
                "The %(of)s methods agree: all of their ranges hold %(low)s to %(high)s.", **words
            )
        case Accord.PARTLY:
            return _(
                "The methods agree in part: %(within)s of %(of)s ranges hold %(low)s to %(high)s. "
                "Apart from them: %(outside)s.",
                **words,
            )
    return _(
        "The methods contradict each other: no amount lies in most of the %(of)s ranges. The "
        "middle of “%(highest)s” is %(spread)s times that of “%(lowest)s”. Look at what each one "
        "counts before you follow any.",
        **words,
    )


def _accord_words(found: Agreement, unit: FeeRange) -> dict[str, str]:
    names = {method: str(METHODS[method]) for method in METHODS}
    return {
        "of": str(found.of),
        "within": str(found.within),
        "low": figure(found.low, unit),
        "high": figure(found.high, unit),
        "outside": _(", ").join(names[each] for each in dict.fromkeys(found.outside)),
        "lowest": names[found.lowest] if found.lowest else "",
        "highest": names[found.highest] if found.highest else "",
        "spread": decimal(found.spread, 1),
    }


def band(ranges: Sequence[FeeRange]) -> tuple[int, int] | None:
    """What all or most ranges hold, for the chart; None where they contradict each other."""
    found = agreement(ranges)
    if found.accord not in {Accord.AGREE, Accord.PARTLY}:
        return None
    return _bar(found.low, ranges[0]), _bar(found.high, ranges[0])


def share(each: Neighbour) -> str:
    """A comparable's share of all weight: ``12.3%``."""
    return f"{decimal(Fraction(each.share_ppm, 10_000), 1)}%"


def common(each: Neighbour) -> str:
    """What a comparable has in common, in words."""
    return _(", ").join(str(TRAITS[trait]) for trait in each.agreeing) or _("nothing")


def factors() -> list[tuple[str, str]]:
    """How much each agreement of traits multiplies the weight of a comparable."""
    return [(str(TRAITS[trait]), f"× {decimal(factor)}") for trait, factor in FACTORS.items()]


def number(each: FeeRange) -> str:
    """The number of contracts or asked fees behind a range, as far as it was published."""
    if each.n is not None:
        return f"{each.n:,}"
    return "–" if each.method in OWN_FIGURES else _("not published")


def figure(value: int, of: FeeRange) -> str:
    """One end of a range with its unit: ``¥12,000.00`` or ``1.5%``."""
    return str(rate(value)) if of.unit.is_rate else f"¥{Money(value).yuan()}"


def behind(each: FeeRange) -> str:
    """How many contracts stand behind a range, and of when it is."""
    if each.method in OWN_FIGURES:
        return _("own figures")
    if each.n is None:
        return _("as of %(day)s", day=each.as_of)
    return _("n = %(n)s, as of %(day)s", n=f"{each.n:,}", day=each.as_of)


def written(given: Input) -> str:
    """An input's value in words."""
    value = given.value
    match given.shape:
        case Shape.FEN:
            return f"¥{Money(round_half_up(value.numerator, value.denominator)).yuan()}"
        case Shape.SHARE:
            return f"{decimal(value * 100)}%"
        case Shape.YEARS:
            return _("%(years)s years", years=decimal(value))
        case Shape.FACTOR | Shape.COUNT:
            return _fraction(value)
    if given.name is InputName.FIELD:
        return str(FIELDS[RoyaltyField(given.text)])
    if given.name is InputName.INDUSTRY:
        return f"{given.text} {industry_name(given.text) or ''}".strip()
    return given.text


def told(message: Message) -> str:
    """A note or a reason in the reader's language."""
    text = _(message.text)
    return text % message.params if message.params else text


def _bar(value: int, of: FeeRange) -> int:
    return round_half_up(value, _PPM_PER_HUNDREDTH_OF_PERCENT) if of.unit.is_rate else value


def _fraction(value: Fraction) -> str:
    """``2/5 = 0.4``; a whole number as it is."""
    if value.denominator == 1:
        return str(value.numerator)
    if value.denominator in {2, 5, 10, 100, 1000}:
        return decimal(value)
    return f"{value.numerator}/{value.denominator} ≈ {decimal(value, 4)}"
