"""The help page "what the law asks": every table in both languages, never that a patent qualifies."""

import re

import pytest

from marketplace.desk.law import article_name, tables
from marketplace.patents.law import BARS
from marketplace.terms.ceilings import CEILINGS


def page(app, language):
    return app.test_client().get(f"/help/law?lang={language}")


def test_the_page_is_public_and_shows_every_row_of_the_tables(app):
    answer = page(app, "en")
    assert answer.status_code == 200
    text = re.sub(r"&#39;", "'", answer.text)
    for law in BARS.values():
        assert all(part in text for part in (law.title, law.evidence, law.unblock))
    for ceiling in CEILINGS:
        assert ceiling.title in text
    assert "20%" in text
    assert "20,000,000.00" in text


def test_the_chinese_page_is_chinese_and_never_says_that_a_patent_qualifies(app):
    text = page(app, "zh").text
    assert all(words in text for words in ("质押", "专利权评价报告", "截至", "细则86(1)", "30"))
    assert "合格" not in text
    body = re.sub(r"<[^>]+>", "", re.search(r"<article.*?</article>", text, re.S).group())
    assert not re.search(r"[a-z]{4,}", body)


def test_ages_come_from_the_setting_and_reports_do_not_grow_old(app):
    ages = [row.max_age_days for row in tables()["bars"]]
    assert ages == [30, 30, 30, 30, 30, 30, None, None, 30]


@pytest.mark.parametrize(
    ("article", "english"),
    [
        ("细则86(1)", "Implementing Regulations, Rule 86(1)"),
        ("审查指南5-11-3.1", "Examination Guidelines Part 5, Chapter 11, 3.1"),
        ("审查指南 第五部分第十一章 3.3", "Examination Guidelines Part 5, Chapter 11, 3.3"),
        ("民法典 865", "Civil Code, Article 865"),
    ],
)
def test_articles_are_cited_in_the_readers_language(article, english):
    assert article_name(article, "en") == english
    assert article_name(article, "zh_Hans_CN") == article
