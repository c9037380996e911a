"""The texts: which belongs to which terms, what they add, annexes by hash, what was highlighted."""

import pytest

from marketplace import files
from marketplace.agreements import texts
from marketplace.agreements.legal import TEXTS
from marketplace.agreements.papers import sealed
from marketplace.audit.services import history
from marketplace.clock import today
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.parts import Transfer
from marketplace.terms.presets import preset
from marketplace.terms.record import Terms
from tests import deals
from tests.documents.factories import text_of
from tests.registration import scenes


def terms_of(kind):
    return {
        "ordinary": preset(FeeMode.FREE, route=Route.ORDINARY),
        "later": preset(FeeMode.PAY_LATER, route=Route.ORDINARY, amount_fen=100_000),
        "trial": preset(FeeMode.TRIAL_THEN_CONVERT, route=Route.ORDINARY, amount_fen=100_000),
        "price": Terms.of(Route.TRANSFER, transfer=Transfer(price_fen=100)),
        "shares": Terms.of(Route.TRANSFER, transfer=Transfer(shares_ppm=10_000, company="甲公司")),
    }[kind]


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("ordinary", "ordinary_license"),
        ("later", "pay_later_license"),
        ("trial", "trial_license"),
        ("price", "transfer_contract"),
        ("shares", "equity_contribution"),
    ],
)
def test_each_kind_of_contract_has_its_text(kind, key):
    assert texts.legal_text(terms_of(kind)).key == key


def test_nothing_is_added_to_an_announcement():
    """Pay later on `open` is the announced method, not a supplement (PRODUCT §2)."""
    open_terms = preset(FeeMode.PAY_LATER, route=Route.OPEN, rate_ppm=20_000)
    assert texts.legal_text(open_terms).key == "open_license"
    said = "".join(each.text for each in TEXTS["open_license"].clauses)
    assert "补充条款" not in said
    assert "通知与送达" not in [each.heading for each in TEXTS["open_license"].clauses]


def test_every_contract_says_where_notices_arrive_in_both_languages():
    contracts = [text for key, text in TEXTS.items() if not key.startswith("open_")]
    assert len(contracts) == 6
    for text in contracts:
        assert "通知与送达" in [each.heading for each in text.clauses], text.key
        for clause in text.clauses:
            assert bool(clause.text) == bool(clause.text_en)
        fixed = "".join(each.text for each in text.clauses)
        digits = [each for each in fixed if each.isdigit()]
        assert digits == [], f"{text.key}: a figure that is not from the terms record"


def test_signing_keeps_which_clauses_were_highlighted(app):
    agreement = deals.accepted(deals.published(terms=terms_of("later")))
    (signed,) = [each for each in history(agreement) if each.tag == "agreement:sign"]
    assert "不保证事项" in signed.data["highlighted"]
    assert "先使用后付费补充条款：担保与责任" in signed.data["highlighted"]


def test_annexes_stand_by_their_hashes_on_the_sealed_paper(app):
    agreement = scenes.paid(slip=b"%PDF slip")
    declaration = agreement.declaration
    names = {each["sha256"]: each["zh"] for each in agreement.text_record["annexes"]}
    assert declaration.evidence_sha256 in names
    seal_pending()
    said = text_of(files.get(sealed(agreement).sealed_sha256))
    assert declaration.evidence_sha256 in said
    assert files.put(b"%PDF slip") in said, "the voucher by which it took effect"
    assert agreement.effective_on == today()


def test_an_offer_is_an_annex_of_the_contract_that_accepts_it(app):
    agreement = deals.accepted(deals.published(terms=terms_of("ordinary")))
    (offer,) = agreement.text_record["annexes"]
    assert offer["sha256"] == agreement.listing.offer.text_sha256
