"""Every amount, rate and day of a record stands in its clauses, in both languages and in the printed
page, and no other does (R-12), over random records."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.terms.clauses import clauses
from marketplace.terms.enums import Route
from marketplace.terms.parts import DuePoint, Fixed, Instalment, Limit, Period, Royalty, Tier
from marketplace.terms.record import Terms, as_data
from marketplace.terms.wording import capital, day_zh, percent, yuan
from marketplace.types import Money

amounts = st.integers(1, 5 * 10**10)
rates = st.integers(1, 399_999)
due_days = st.integers(0, 90)
days = st.dates(date(2027, 1, 1), date(2040, 12, 31))


@st.composite
def tiers(draw):
    bounds = sorted(draw(st.sets(st.integers(1, 10**12), max_size=3)))
    return tuple(Tier(up_to=bound, rate_ppm=draw(rates)) for bound in [*bounds, None])


@st.composite
def royalties(draw):
    low = draw(st.none() | st.integers(1, 10**9))
    high = draw(st.none() | st.integers(low or 1, 10**10))
    return Royalty(
        base=draw(st.sampled_from(["net_sales", "profit"])),
        tiers=draw(tiers()),
        cycle_months=draw(st.sampled_from([3, 6, 12])),
        minimum=low and Limit(amount_fen=low),
        cap=high and Limit(amount_fen=high),
    )


points = st.one_of(
    st.builds(DuePoint, on=days),
    st.builds(DuePoint, months=st.integers(0, 36), days=due_days),
    st.just(DuePoint(milestone="首台样机", days=15)),
)
instalments = st.lists(
    st.builds(Instalment, amount_fen=amounts, due=points), min_size=1, max_size=4
).map(tuple)


@st.composite
def records(draw):
    """A negotiated license with any of the fee parts."""
    parts = {}
    if draw(st.booleans()):
        parts["royalty"] = draw(royalties())
        if draw(st.booleans()):
            parts["entry_fee"] = Fixed(amount_fen=draw(amounts), due_days=draw(due_days))
    if "entry_fee" not in parts:
        if draw(st.booleans()):
            parts["lump_sum"] = Fixed(amount_fen=draw(amounts), due_days=draw(due_days))
        else:
            parts["instalments"] = draw(instalments)
    last_days = st.dates(date(2041, 1, 1), date(2050, 12, 31))
    period = Period(end_on=draw(last_days)) if draw(st.booleans()) else Period(months=36)
    return Terms.of(Route.ORDINARY, period=period, **parts)


def values(data, wanted):
    if isinstance(data, dict):
        for key, value in data.items():
            if wanted(key) and value is not None:
                yield value
            yield from values(value, wanted)
    elif isinstance(data, list):
        for each in data:
            yield from values(each, wanted)


def amounts_of(terms):
    data = as_data(terms)
    found = set(values(data, lambda key: key.endswith("_fen") or key == "up_to"))
    if terms.instalments:
        found.add(sum(item.amount_fen for item in terms.instalments))
    return found


def rates_of(terms):
    return set(values(as_data(terms), lambda key: key == "rate_ppm"))


def days_of(terms):
    texts = values(as_data(terms), lambda key: key in ("on", "end_on"))
    return {date.fromisoformat(text) for text in texts}


def text_of(terms, language):
    return "\n".join(clause.text for clause in clauses(terms, language))


def assert_figures(terms, chinese, english):
    """The figures of the record and of both texts are the same sets."""
    expected = amounts_of(terms)
    figures = re.findall(r"人民币([\d,]+\.\d\d)元（大写：人民币([^）]+)）", chinese)
    assert {Money.parse(figure).amount for figure, _ in figures} == expected
    assert all(words == capital(Money.parse(figure).amount) for figure, words in figures)
    printed = {figure.rstrip(".,") for figure in re.findall(r"¥[\d,]+(?:\.\d\d)?", english)}
    assert printed == {yuan(fen) for fen in expected}
    percentages = {percent(ppm) for ppm in rates_of(terms)}
    assert percentages <= set(re.findall(r"[\d.]+%", chinese))
    assert percentages <= set(re.findall(r"[\d.]+%", english))
    assert set(re.findall(r"\d+年\d+月\d+日", chinese)) == {day_zh(day) for day in days_of(terms)}
    assert set(re.findall(r"\d{4}-\d\d-\d\d", english)) == {
        day.isoformat() for day in days_of(terms)
    }


@given(records())
@settings(deadline=None, max_examples=250)
def test_clauses_state_the_figures_of_the_record_and_no_others(terms):
    assert_figures(terms, text_of(terms, "zh"), text_of(terms, "en"))


@given(records())
@settings(deadline=None, max_examples=20)
def test_one_fen_more_or_less_is_seen(terms):
    """Negative control: the texts of a record that differs by a fen are told apart."""
    if terms.lump_sum is None:
        return
    raised = terms.lump_sum.model_copy(update={"amount_fen": terms.lump_sum.amount_fen + 1})
    other = terms.model_copy(update={"lump_sum": raised})
    with pytest.raises(AssertionError):
        assert_figures(other, text_of(terms, "zh"), text_of(terms, "en"))
