"""The figures of random records come out of the printed page as they stand in the record (R-12)."""

import re

from hypothesis import given, settings

from marketplace.documents.rendering import render
from marketplace.terms.clauses import clauses
from marketplace.terms.wording import amount_zh, day_zh, percent
from tests.documents.factories import rendered_data, text_of
from tests.terms.test_figures import amounts_of, days_of, rates_of, records


def printed(terms):
    """The clauses that state figures, as the agreement prints them; they fit on one page, so that
    no figure is cut by the foot of one and the head of the next."""
    rows = [
        {
            "number": f"第{number}条",
            "heading": clause.heading,
            "paragraphs": [{"text": clause.text, "emphasis": clause.limits_liability}],
        }
        for number, clause in enumerate(clauses(terms, "zh"), start=1)
        if re.search(r"人民币|%|\d年\d", clause.text)
    ]
    return text_of(render("agreement", rendered_data(clauses=rows)))


@given(records())
@settings(deadline=None, max_examples=40)
def test_the_page_prints_what_the_record_says(terms):
    text = printed(terms)
    for fen in amounts_of(terms):
        assert amount_zh(fen) in text
    for ppm in rates_of(terms):
        assert percent(ppm) in text
    for day in days_of(terms):
        assert day_zh(day) in text
