"""The figures of random records come out of the printed page as they stand in the record (R-12)."""

import re
from collections import Counter
from io import BytesIO

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from marketplace.documents.rendering import render
from marketplace.terms.clauses import clauses
from marketplace.terms.wording import amount_zh, day_zh, percent
from tests.documents.factories import rendered_data
from tests.terms.test_figures import amounts_of, days_of, rates_of, records


def printed(records):
    """All records' clauses as one agreement page prints them."""
    rows = [
        {
            "number": f"第{number}条",
            "heading": clause.heading,
            "paragraphs": [{"text": clause.text, "emphasis": clause.limits_liability}],
        }
        for number, clause in enumerate(
            (clause for terms in records for clause in clauses(terms, "zh")), start=1
        )
    ]
    return body_of(render("agreement", rendered_data(clauses=rows)))


def body_of(pdf):
    """The running text without white space and without the lines that stand on every page."""
    pages = [page.extract_text().splitlines() for page in PdfReader(BytesIO(pdf)).pages]
    seen = Counter(key for page in pages for key in {furniture(line) for line in page})
    every = {key for key, times in seen.items() if times == len(pages) > 1}
    lines = [line for page in pages for line in page if furniture(line) not in every]
    return "".join("".join(lines).split())


def furniture(line):
    """A line of a head or foot, whatever its page number."""
    return re.sub(r"\d+", "#", line.strip())


@given(st.lists(records(), min_size=10, max_size=10))
@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
def test_the_page_prints_what_the_record_says(batch):
    text = printed(batch)
    for terms in batch:
        for fen in amounts_of(terms):
            assert amount_zh(fen) in text
        for ppm in rates_of(terms):
            assert percent(ppm) in text
        for day in days_of(terms):
            assert day_zh(day) in text
