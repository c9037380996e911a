"""The text of a further paper as one canonical record: previewed, hashed, signed, printed."""

import hashlib
from collections.abc import Iterator
from typing import Any

from marketplace import clock
from marketplace.agreements import texts as contracts
from marketplace.agreements.legal import TERMS, FixedClause
from marketplace.agreements.models import Side
from marketplace.agreements.texts import LANGUAGES, AgreementText
from marketplace.deeds.grounds import RULES
from marketplace.deeds.legal import TEXTS
from marketplace.deeds.models import Deed
from marketplace.deeds.queries import terms_in_force
from marketplace.terms.clauses import clauses
from marketplace.terms.differences import Change, differences
from marketplace.terms.record import Terms
from marketplace.terms.wording import day_en, day_zh
from marketplace.types import canonical_json

_UNSTATED = {"zh": "无。", "en": "None."}


def build(deed: Deed) -> AgreementText:
    """The text for the paper as it stands now; once it is signed, the one that was signed."""
    if deed.text_record is not None:
        return AgreementText(deed.text_version or "", deed.text_record, deed.text_sha256 or "")
    text = TEXTS[deed.kind]
    agreement = deed.agreement
    contract = contracts.signed_or_built(agreement)
    record = {
        "schema": "deed-text/1",
        "version": text.version,
        "title": {"zh": text.title, "en": text.title_en},
        "deed": deed.public_id,
        "agreement": agreement.public_id,
        "agreement_text_sha256": contract.sha256,
        "licensor": contract.record["licensor"],
        "licensee": contract.record["licensee"],
        "patents": contract.record["patents"],
        "terms": deed.terms,
        "terms_sha256": deed.terms_sha256,
        "base_sha256": deed.base_sha256,
        "clauses": {
            language: list(_clauses(deed, text.clauses, language, contract))
            for language in LANGUAGES
        },
    }
    return AgreementText(text.version, record, hashlib.sha256(canonical_json(record)).hexdigest())


def _clauses(
    deed: Deed, fixed: tuple[FixedClause, ...], language: str, contract: AgreementText
) -> Iterator[dict[str, Any]]:
    chinese, places = language == "zh", _places(deed, language, contract)
    for clause in fixed:
        if clause is TERMS:
            yield from _changes(terms_in_force(deed.agreement), deed.record, language)
            continue
        yield {
            "heading": clause.heading if chinese else clause.heading_en,
            "text": (clause.text if chinese else clause.text_en).format(**places),
            "limits_liability": clause.limits_liability,
        }


def _places(deed: Deed, language: str, contract: AgreementText) -> dict[str, str]:
    agreement, rule = deed.agreement, RULES.get(deed.ground) if deed.ground else None
    concluded = agreement.concluded_at or agreement.first_signed_at
    day = clock.shanghai_day(concluded) if concluded else agreement.effective_on
    other = Side.LICENSEE if deed.side is Side.LICENSOR else Side.LICENSOR
    written = day_zh if language == "zh" else day_en
    return {
        "contract": contract.record["title"]["zh"],
        "contract_en": contract.record["title"]["en"],
        "id": agreement.public_id,
        "signed": written(day) if day else "",
        "words": deed.words.strip() or _UNSTATED[language],
        "ground": rule.zh if rule else "",
        "ground_en": rule.en[:1].upper() + rule.en[1:] if rule else "",
        "article": rule.article if rule else "",
        "sender": deed.party(deed.side).name,
        "receiver": deed.party(other).name,
    }


def _changes(old: Terms, new: Terms, language: str) -> Iterator[dict[str, Any]]:
    """Every clause that differs, with the whole new wording and the old one after it."""
    chinese = language == "zh"
    limiting = {each.key for each in clauses(new, language) if each.limits_liability}
    for each in differences(old, new, language):
        if each.change is Change.REMOVED:
            text = f"删除原约定：{each.old}" if chinese else f"Deleted: {each.old}"
        elif each.change is Change.ADDED:
            text = f"增加约定：{each.new}" if chinese else f"Added: {each.new}"
        elif chinese:
            text = f"变更为：{each.new}\n原约定：{each.old}"
        else:
            text = f"Now: {each.new}\nBefore: {each.old}"
        yield {
            "heading": f"变更“{each.heading}”" if chinese else f"Change: {each.heading}",
            "text": text,
            "limits_liability": each.key in limiting,
        }
