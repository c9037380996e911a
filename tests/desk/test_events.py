"""Every event of the trail has a name that people understand."""

import re

import pytest

from marketplace.agreements.lifecycles import BY_ROUTE
from marketplace.config import ROOT
from marketplace.desk import events
from marketplace.obligations.models import LIFECYCLE as OBLIGATION
from marketplace.payments.models import LIFECYCLE as PAYMENT

SUBJECTS = (
    "agreement|agreement_fact|api_token|declaration|document|fee_benchmark|fee_observation|filing|"
    "ledger_entry|listing|obligation|organization|patent|patent_import|payee_account|payment|"
    "royalty_statement|user"
)
RECORDED = re.compile(rf'(?:record|Fact|_step|_enter)\(\s*"((?:{SUBJECTS}):[a-z_]+)"')
SOURCES = sorted((ROOT / "marketplace").rglob("*.py"))


def recorded_tags():
    return {tag for path in SOURCES for tag in RECORDED.findall(path.read_text(encoding="utf-8"))}


def test_every_recorded_tag_has_a_name():
    tags = recorded_tags()
    assert len(tags) > 50
    assert sorted(tags - set(events.WORDS)) == []


SILENT = {"accept", "begin_trial", "sign_first"}
"""Moves that are told by another event: a signature, or taking effect."""


@pytest.mark.parametrize(
    ("subject", "cycle"),
    [
        *(
            ("agreement", cycle)
            for cycle in {id(each): each for each in BY_ROUTE.values()}.values()
        ),
        ("obligation", OBLIGATION),
        ("payment", PAYMENT),
    ],
    ids=lambda each: getattr(each, "name", None),
)
def test_every_move_of_a_life_cycle_has_a_name(subject, cycle):
    tags = {f"{subject}:{action}" for action in cycle.moves if action not in SILENT}
    assert sorted(tags - set(events.WORDS)) == []


@pytest.mark.parametrize(
    ("tag", "words"),
    [("agreement:take_effect", "License took effect"), ("new_thing:did_it", "new thing – did it")],
)
def test_an_unknown_tag_is_still_readable(app, tag, words):
    with app.test_request_context("/?lang=en"):
        assert events.words_of(tag) == words
