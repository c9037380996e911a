"""The nine bars of LAW 1.10: what blocks a declaration, and what ages (R-70, R-71)."""

from datetime import date, timedelta

import pytest

from marketplace.patents.bars import AGELESS, DERIVED, blocking, evaluate, right_ended
from marketplace.patents.enums import (
    Bar,
    BarState,
    LegalStatus,
    PatentKind,
    ReportConclusion,
    StatusSource,
)
from marketplace.patents.law import BARS
from marketplace.patents.models import Patent, PatentBar
from marketplace.patents.numbers import check_digit

TODAY = date(2026, 11, 21)
STATED = [bar for bar in Bar if bar not in DERIVED]


def a_patent(kind_digit="1", **values):
    """A clear patent: in force by a query of today, everything stated, nothing found."""
    body = f"2021{kind_digit}1012345"
    kinds = {"1": PatentKind.INVENTION, "2": PatentKind.UTILITY_MODEL, "3": PatentKind.DESIGN}
    defaults = {
        "number": f"{body}.{check_digit(body)}",
        "kind": kinds[kind_digit],
        "title": "一种电池",
        "filing_on": date(2021, 7, 1),
        "legal_status": LegalStatus.VALID,
        "legal_status_source": StatusSource.OFFICE_QUERY,
        "legal_status_on": TODAY,
        "evaluation_report_conclusion": None if kind_digit == "1" else ReportConclusion.POSITIVE,
        "evaluation_report_on": date(2023, 1, 1),
    }
    patent = Patent(**{**defaults, **values})
    patent.settle_life()
    for bar in STATED:
        state(patent, bar, BarState.CLEAR)
    return patent


def state(patent, bar, what, on=TODAY):
    patent.statements.append(PatentBar(bar=bar, state=what, source=StatusSource.PATENTEE, on=on))


def result(patent, bar, on=TODAY):
    return next(each for each in evaluate(patent, on, max_age_days=30) if each.bar is bar)


def blocked_by(patent, on=TODAY):
    return {each.bar for each in blocking(patent, on, max_age_days=30)}


@pytest.mark.parametrize("kind_digit", "123")
def test_a_clear_patent_is_not_blocked(kind_digit):
    assert blocked_by(a_patent(kind_digit)) == set()


@pytest.mark.parametrize("bar", STATED)
@pytest.mark.parametrize(
    ("what", "blocks"),
    [(BarState.CLEAR, False), (BarState.BARRED, True), (BarState.NOT_STATED, True)],
)
def test_each_stated_bar_in_each_state(bar, what, blocks):
    patent = a_patent()
    state(patent, bar, what)
    assert (bar in blocked_by(patent)) == blocks
    assert result(patent, bar).state is what


@pytest.mark.parametrize("bar", STATED)
def test_what_was_never_stated_blocks(bar):
    patent = a_patent()
    patent.statements = [each for each in patent.statements if each.bar is not bar]
    assert blocked_by(patent) == {bar}


@pytest.mark.parametrize("bar", STATED)
@pytest.mark.parametrize(("age", "blocks"), [(30, False), (31, True)])
def test_a_stale_clearance_counts_as_not_stated(bar, age, blocks):
    patent = a_patent()
    state(patent, bar, BarState.CLEAR, on=TODAY - timedelta(days=age))
    found = result(patent, bar)
    assert (found.stale, found.blocks) == (blocks, blocks)
    assert found.counts_as is (BarState.NOT_STATED if blocks else BarState.CLEAR)


def test_a_bar_that_was_found_does_not_go_away_with_age():
    patent = a_patent()
    state(patent, Bar.PLEDGED, BarState.BARRED, on=TODAY - timedelta(days=900))
    assert result(patent, Bar.PLEDGED).counts_as is BarState.BARRED


def test_the_newest_statement_counts():
    patent = a_patent()
    state(patent, Bar.PLEDGED, BarState.BARRED)
    state(patent, Bar.PLEDGED, BarState.CLEAR)
    assert blocked_by(patent) == set()


@pytest.mark.parametrize(
    ("changes", "bar", "expected"),
    [
        ({"legal_status": LegalStatus.TERMINATED}, Bar.TERMINATED, BarState.BARRED),
        ({"legal_status": LegalStatus.WHOLLY_INVALID}, Bar.WHOLLY_INVALID, BarState.BARRED),
        ({"legal_status": LegalStatus.PARTLY_INVALID}, Bar.WHOLLY_INVALID, BarState.CLEAR),
        ({"legal_status": LegalStatus.STAYED}, Bar.PROCEEDINGS_STAYED, BarState.BARRED),
        ({"legal_status": LegalStatus.NOT_STATED}, Bar.TERMINATED, BarState.NOT_STATED),
        ({"legal_status": LegalStatus.NOT_STATED}, Bar.WHOLLY_INVALID, BarState.NOT_STATED),
        ({"legal_status_on": None}, Bar.TERMINATED, BarState.NOT_STATED),
        ({"granted_on": date(2026, 12, 1)}, Bar.OTHER, BarState.BARRED),
        ({"granted_on": TODAY}, Bar.OTHER, BarState.CLEAR),
    ],
)
def test_bars_that_follow_from_the_register(changes, bar, expected):
    assert result(a_patent(**changes), bar).state is expected


@pytest.mark.parametrize("bar", [Bar.TERMINATED, Bar.WHOLLY_INVALID])
@pytest.mark.parametrize(("age", "blocks"), [(30, False), (31, True)])
def test_a_legal_status_ages_too(bar, age, blocks):
    patent = a_patent(legal_status_on=TODAY - timedelta(days=age))
    assert (bar in blocked_by(patent)) == blocks


@pytest.mark.parametrize("kind_digit", "23")
@pytest.mark.parametrize(
    ("conclusion", "without", "negative"),
    [
        (None, BarState.NOT_STATED, BarState.NOT_STATED),
        (ReportConclusion.NONE, BarState.BARRED, BarState.CLEAR),
        (ReportConclusion.POSITIVE, BarState.CLEAR, BarState.CLEAR),
        (ReportConclusion.NEGATIVE, BarState.CLEAR, BarState.BARRED),
    ],
)
def test_utility_models_and_designs_need_a_good_report(kind_digit, conclusion, without, negative):
    patent = a_patent(kind_digit, evaluation_report_conclusion=conclusion)
    assert result(patent, Bar.NO_EVALUATION_REPORT).state is without
    assert result(patent, Bar.NEGATIVE_REPORT).state is negative


def test_an_invention_needs_no_report():
    patent = a_patent()
    assert result(patent, Bar.NO_EVALUATION_REPORT).state is BarState.CLEAR
    assert result(patent, Bar.NEGATIVE_REPORT).state is BarState.CLEAR


@pytest.mark.parametrize("bar", AGELESS)
def test_a_report_does_not_age(bar):
    patent = a_patent("2", evaluation_report_on=date(2016, 1, 1))
    assert result(patent, bar).blocks is False


@pytest.mark.parametrize(("on", "barred"), [(date(2041, 6, 30), False), (date(2041, 7, 1), True)])
def test_an_expired_patent_is_a_terminated_one(on, barred):
    patent = a_patent(legal_status_on=on)
    assert (result(patent, Bar.TERMINATED, on).state is BarState.BARRED) == barred
    ended = right_ended(patent, on)
    assert (ended.bar if ended else None) == (Bar.TERMINATED if barred else None)


def test_after_the_certain_part_of_the_term_only_the_register_clears():
    patent = a_patent("3", filing_on=date(2015, 2, 1), legal_status_on=date(2025, 1, 1))
    assert patent.expires_on == date(2025, 1, 31)
    assert result(patent, Bar.TERMINATED).state is BarState.NOT_STATED
    patent.legal_status_on = TODAY
    assert result(patent, Bar.TERMINATED).state is BarState.CLEAR
    assert result(patent, Bar.TERMINATED, date(2030, 2, 1)).state is BarState.BARRED


@pytest.mark.parametrize(
    ("changes", "refuses"),
    [
        ({}, False),
        ({"legal_status": LegalStatus.TERMINATED}, True),
        ({"legal_status": LegalStatus.WHOLLY_INVALID}, True),
        ({"legal_status": LegalStatus.STAYED}, False),
        ({"legal_status": LegalStatus.NOT_STATED}, False),
        ({"legal_status_on": date(2020, 1, 1)}, False),
    ],
)
def test_a_notice_is_refused_only_when_the_right_has_ended(changes, refuses):
    patent = a_patent(**changes)
    state(patent, Bar.PLEDGED, BarState.BARRED)
    assert (right_ended(patent, TODAY) is not None) == refuses


def test_the_nine_bars_come_in_the_order_of_the_law_with_article_and_remedy():
    results = evaluate(a_patent(), TODAY, max_age_days=30)
    assert [each.bar for each in results] == list(Bar)
    assert len(results) == 9
    for each in results:
        assert each.article
        assert each.title
        assert each.unblock.endswith(".")


def test_no_bar_ever_says_that_a_patent_qualifies():
    for patent in (a_patent(), a_patent("2"), a_patent(legal_status_on=date(2020, 1, 1))):
        for each in evaluate(patent, TODAY, max_age_days=30):
            assert "qualif" not in each.message.lower()
    assert result(a_patent(), Bar.PLEDGED).message == "None found as of %(day)s"


def test_every_bar_has_a_text():
    assert set(BARS) == set(Bar)


def test_the_maximum_age_is_a_setting(app):
    patent = a_patent(legal_status_on=TODAY - timedelta(days=31))
    assert {each.bar for each in blocking(patent, TODAY)} == {Bar.TERMINATED, Bar.WHOLLY_INVALID}
