"""The figures of every kind of paper are those of its record (R-12): ordinary and pay later, trial,
its conversions, pool, sale, contribution for shares, and what an amendment changes; random records
against the whole text that is signed, fixed clauses included."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.agreements import texts
from marketplace.deeds.texts import _changes
from marketplace.terms.conversion import converted_terms
from marketplace.terms.enums import Conversion, DeferralKind, Route
from marketplace.terms.parts import Deferral, Fixed, Pool, PoolShare, Quota, Transfer, Trial
from marketplace.terms.record import Terms
from tests.terms.test_figures import amounts, amounts_of, assert_figures, days, due_days, records

MILLION = 1_000_000


def rebuilt(terms, **parts):
    kept = {name: part for name, part in dict(terms).items() if name not in ("fee_mode", "route")}
    return Terms.of(terms.route, **kept | parts)


@st.composite
def pay_later(draw):
    cap = draw(st.none() | st.integers(6 * 10**10, 9 * 10**10))
    fee = Fixed(amount_fen=draw(amounts), due_days=draw(due_days))
    deferral = Deferral(
        kind=DeferralKind.DEFERRED,
        months_after_effect=draw(st.integers(1, 24)),
        on_first_revenue=draw(st.booleans()),
        cap_fen=cap,
    )
    return rebuilt(draw(records()), deferral=deferral, **FEES | {"lump_sum": fee})


FEES = {"entry_fee": None, "lump_sum": None, "royalty": None, "instalments": ()}


@st.composite
def trials(draw):
    """A trial before a paid license; instalments by days only, so that all fit into the period."""
    fee = Fixed(amount_fen=draw(amounts), due_days=draw(due_days))
    base = rebuilt(draw(records()), **FEES | {"lump_sum": fee})
    return rebuilt(base, trial=Trial(months=draw(st.integers(1, 12))))


@st.composite
def trials_before_a_sale(draw):
    base = rebuilt(draw(records()), **FEES)
    kind = draw(st.sampled_from([Conversion.ASSIGNMENT, Conversion.EQUITY]))
    trial = Trial(
        months=draw(st.integers(1, 12)),
        conversion=kind,
        price_fen=draw(amounts),
        due_days=draw(due_days),
    )
    return rebuilt(base, trial=trial)


@st.composite
def converted(draw):
    return converted_terms(draw(trials() | trials_before_a_sale()), draw(days))


@st.composite
def pools(draw):
    share = draw(st.integers(1, MILLION - 1))
    shares = (
        PoolShare(party="a" * 16, share_ppm=share),
        PoolShare(party="b" * 16, share_ppm=MILLION - share),
    )
    return rebuilt(draw(records()), pool=Pool(members=shares))


@st.composite
def quotas(draw):
    quota = Quota(first_n=draw(st.integers(1, 30)), share_ppm=draw(st.integers(0, MILLION - 1)))
    return rebuilt(draw(records()), quota=quota)


sales = st.builds(
    lambda fen, grace: Terms.of(Route.TRANSFER, transfer=Transfer(price_fen=fen, due_days=grace)),
    amounts,
    due_days,
)
contributions = st.builds(
    lambda ppm: Terms.of(Route.TRANSFER, transfer=Transfer(shares_ppm=ppm, company="示范公司")),
    st.integers(1, MILLION),
)
PAPERS = {
    "ordinary_license": records(),
    "pay_later_license": pay_later(),
    "trial_license": trials(),
    "trial_license before a sale": trials_before_a_sale(),
    "converted": converted(),
    "pool_license": pools(),
    "ordinary_license with places": quotas(),
    "transfer_contract": sales,
    "equity_contribution": contributions,
}


def whole(terms, language):
    """The text as it is signed: the fixed clauses of its kind, and those of the record."""
    text = texts.legal_text(terms)
    return "\n".join(each["text"] for each in texts._clauses(text, terms, language))


@pytest.mark.parametrize("paper", PAPERS)
@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_the_whole_text_states_the_figures_of_its_record_and_no_others(paper, data):
    terms = data.draw(PAPERS[paper])
    if paper in texts.TEXTS:
        assert texts.legal_text(terms).key == paper
    assert_figures(terms, whole(terms, "zh"), whole(terms, "en"))


@pytest.mark.parametrize("paper", ["pay_later_license", "trial_license", "transfer_contract"])
def test_control_the_text_of_another_record_is_seen(paper):
    """Two texts of a kind whose records differ in one amount are told apart."""

    @given(data=st.data())
    @settings(deadline=None, max_examples=5)
    def apart(data):
        terms, other = data.draw(PAPERS[paper]), data.draw(PAPERS[paper])
        if amounts_of(terms) == amounts_of(other):
            return
        with pytest.raises(AssertionError):
            assert_figures(other, whole(terms, "zh"), whole(terms, "en"))

    apart()


def amounts_in(text):
    return set(re.findall(r"人民币([\d,]+\.\d\d)元", text))


@given(records(), records())
@settings(deadline=None, max_examples=100)
def test_an_amendment_names_the_figures_that_change_with_both_wordings(old, new):
    """What is new stands in it, what is gone beside it, and no figure that neither record has."""
    said = list(_changes(old, new, "zh"))
    found = amounts_in("\n".join(each["text"] for each in said))
    before, after = (amounts_in(whole(each, "zh")) for each in (old, new))
    assert after - before <= found <= before | after
    assert (before == after) or found, "a changed amount is never left out"
