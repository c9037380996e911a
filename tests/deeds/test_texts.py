"""The fixed texts of further papers: pinned by version, in both languages, with marked clauses."""

import hashlib

import pytest

from marketplace.agreements.models import Side
from marketplace.agreements.texts import LANGUAGES
from marketplace.audit.services import history
from marketplace.deeds import texts
from marketplace.deeds.legal import TEXTS
from marketplace.deeds.models import DeedKind
from marketplace.terms.wording import amount_zh
from tests import deals
from tests.deeds.factories import amendment, lump, running, sign

PINNED = {
    "amendment/1": "95a13a1628013d31d2145d2823e07590a79760f8a37c66a02329c322b31f8537",
    "termination_agreement/1": "6b4e297e137224ac217bd2eb5dcfed510ec828ec178cb5ce336627ed36ee6ef3",
    "termination_notice/1": "c070c7805f7c901d254f2f17116f3afe8945de0fd4933eed5d16a91e07d23834",
}


def fingerprint(text):
    words = (
        word
        for each in text.clauses
        for word in (
            each.heading,
            each.text,
            each.heading_en,
            each.text_en,
            str(each.limits_liability),
        )
    )
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


@pytest.mark.parametrize("kind", list(DeedKind))
def test_a_changed_word_means_a_new_version(kind):
    text = TEXTS[kind]
    assert fingerprint(text) == PINNED[text.version]


def test_the_amendment_prints_both_figures_and_fills_every_place(app):
    deed = amendment(running(), lump(2_000_000))
    record = texts.build(deed).record
    told = "\n".join(each["text"] for each in record["clauses"]["zh"])
    assert amount_zh(2_000_000) in told
    assert amount_zh(deals.LUMP_FEN) in told
    for language in LANGUAGES:
        assert all("{" not in each["text"] for each in record["clauses"][language])


def test_the_marked_clauses_are_recorded_with_the_signature(app):
    """民法典 496: what limits liability was shown apart, and the trail says so."""
    deed = amendment(running(), lump(2_000_000))
    sign(deed, Side.LICENSOR)
    (signed,) = [event for event in history(deed) if event.tag == "deed:sign"]
    assert signed.data["highlighted"] == ["变更前已到期的款项"]
