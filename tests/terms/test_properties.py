"""What holds for any terms, volume and day; and that no float comes near an amount."""

import ast
from datetime import date, timedelta
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import marketplace.terms
from marketplace.terms import canonical, load
from marketplace.terms.enums import Reason, Route, Span
from marketplace.terms.events import StatementAccepted
from marketplace.terms.parts import Limit, Period, Royalty, Tier
from marketplace.terms.projection import over_time
from marketplace.terms.record import Terms
from marketplace.terms.schedule import schedule
from marketplace.terms.wording import capital, percent

days = st.dates(date(2020, 1, 1), date(2060, 12, 31))
quantities = st.integers(0, 10**13)
ppm = st.integers(1, 1_000_000)


@st.composite
def tiers(draw):
    bounds = sorted(draw(st.sets(st.integers(1, 10**12), max_size=3)))
    return tuple(Tier(up_to=bound, rate_ppm=draw(ppm)) for bound in [*bounds, None])


@st.composite
def royalties(draw):
    low = draw(st.none() | st.integers(1, 10**10))
    high = draw(st.none() | st.integers(low or 1, 10**11))
    span = draw(st.sampled_from(Span))
    return Royalty(
        base="net_sales",
        tiers=draw(tiers()),
        cycle_months=draw(st.sampled_from([1, 2, 3, 4, 6, 12])),
        minimum=low and Limit(amount_fen=low, span=span),
        cap=high and Limit(amount_fen=high, span=span),
    )


@st.composite
def cases(draw):
    """Terms with a royalty of whole years, their day of effect, and a statement per period."""
    years = draw(st.integers(1, 3))
    terms = Terms.of(Route.ORDINARY, royalty=draw(royalties()), period=Period(months=12 * years))
    effective = draw(days)
    periods = [line for line in schedule(terms, effective) if line.reason is Reason.ROYALTY]
    statements = [
        StatementAccepted(line.period_from, line.period_to, draw(quantities)) for line in periods
    ]
    return terms, effective, statements


def total(lines):
    return sum(line.amount_fen for line in lines)


@given(cases())
@settings(deadline=None, max_examples=60)
def test_the_same_facts_make_the_same_lines_in_any_order(case):
    terms, effective, statements = case
    lines = schedule(terms, effective, statements)
    assert lines == schedule(load(canonical(terms)), effective, statements[::-1])
    assert len({line.key for line in lines}) == len(lines)
    assert all(type(line.amount_fen) is int and line.amount_fen >= 0 for line in lines)


@given(cases())
@settings(deadline=None, max_examples=60)
def test_caps_and_minimums_hold_over_their_span(case):
    terms, effective, statements = case
    lines = schedule(terms, effective, statements)
    for limit, holds in (
        (terms.royalty.cap, lambda amount, most: amount <= most),
        (terms.royalty.minimum, lambda amount, least: amount >= least),
    ):
        if limit and limit.span is Span.WHOLE_LICENSE:
            assert holds(total(lines), limit.amount_fen)
        elif limit:
            for year in {line.basis["year"] for line in lines}:
                of_year = [line for line in lines if line.basis["year"] == year]
                assert holds(total(of_year), limit.amount_fen)


@given(cases(), st.data())
@settings(deadline=None, max_examples=60)
def test_more_sales_never_cost_less(case, data):
    terms, effective, statements = case
    place = data.draw(st.integers(0, len(statements) - 1))
    old = statements[place]
    more = StatementAccepted(
        old.period_from, old.period_to, old.quantity + data.draw(st.integers(0, 10**12))
    )
    raised = [*statements[:place], more, *statements[place + 1 :]]
    before, after = (total(schedule(terms, effective, said)) for said in (statements, raised))
    rounding = len(statements)  # each line is rounded by itself, by half a fen at most
    assert after >= before - rounding


@given(cases())
@settings(deadline=None, max_examples=60)
def test_periods_follow_each_other_without_gap_to_the_last_day(case):
    terms, effective, _ = case
    periods = [line for line in schedule(terms, effective) if line.reason is Reason.ROYALTY]
    assert periods[0].period_from == effective + timedelta(1)
    for earlier, later in pairwise(periods):
        assert later.period_from == earlier.period_to + timedelta(1)
    months = terms.period.months
    assert len(periods) == months // terms.royalty.cycle_months


@given(cases())
@settings(deadline=None, max_examples=30)
def test_points_are_the_running_sum_of_the_lines(case):
    terms, effective, statements = case
    lines = [line for line in schedule(terms, effective, statements) if line.amount_fen]
    seen = over_time(lines, effective)
    running = list(accumulate(line.amount_fen for line in lines))
    assert seen.total_fen == (running[-1] if running else 0)


@given(st.integers(0, 10**16))
def test_full_characters_never_say_zero_twice_or_stand_at_an_end(fen):
    text = capital(fen)
    assert "零零" not in text
    assert text.endswith(("整", "分"))
    assert fen < 100 or not text.startswith("零")


@given(ppm)
def test_a_percentage_reads_back_to_its_millionths(rate):
    whole, _, rest = percent(rate).removesuffix("%").partition(".")
    assert int(whole) * 10_000 + int(rest.ljust(4, "0") or 0) == rate


def _inexact(tree):
    """Float literals, true division, float() and round()."""
    return [
        node
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div))
        or (isinstance(node, ast.Name) and node.id in ("float", "round"))
    ]


def _imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


MODULES = sorted(Path(marketplace.terms.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_no_float_comes_near_an_amount(module):
    assert _inexact(ast.parse(module.read_text())) == []


@pytest.mark.parametrize("source", ["x = 0.02", "x = 1 / 3", "x /= 3", "float(3)", "round(3)"])
def test_the_watch_for_floats_sees_them(source):
    assert _inexact(ast.parse(source))


@pytest.mark.parametrize(
    "module", [path for path in MODULES if path.name not in ("labels.py", "__init__.py")]
)
def test_the_room_knows_neither_web_nor_database(module):
    roots = {name.split(".")[0] for name in _imports(ast.parse(module.read_text()))}
    assert not roots & {"flask", "flask_babel", "sqlalchemy", "flask_sqlalchemy"}
