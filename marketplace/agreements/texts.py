"""The text of an agreement as one canonical record: previewed, hashed, signed, printed.

The Chinese clauses are what is signed; the English stand in the same record for reading. Every
figure comes from the terms record through ``terms.clauses``.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from marketplace.accounts.models import Organization
from marketplace.agreements import annexes
from marketplace.agreements.legal import INTO_LICENSE, INTO_SALE, TERMS, TEXTS, LegalText
from marketplace.agreements.legal.clauses import FixedClause
from marketplace.agreements.models import Agreement
from marketplace.listings.public_texts import resolve
from marketplace.patents.models import Patent
from marketplace.terms.clauses import clauses
from marketplace.terms.conversion import passes_right
from marketplace.terms.public_texts import OpenText
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES
from marketplace.types import canonical_json

LANGUAGES = ("zh", "en")
"""Of the record; the first is the one that is signed."""


_SPECIAL: dict[str, Callable[[Terms], bool]] = {
    "trial_license": lambda terms: terms.trial is not None,
    "pool_license": lambda terms: terms.pool is not None,
    "pay_later_license": lambda terms: terms.deferral is not None,
    "equity_contribution": lambda terms: bool(terms.transfer and terms.transfer.shares_ppm),
}
"""Contracts that have a text of their own, by what their terms hold; the first that holds counts."""


@dataclass(frozen=True)
class AgreementText:
    """A text by version, its canonical record, and the record's SHA-256 in hex."""

    version: str
    record: dict[str, Any]
    sha256: str


def build(agreement: Agreement) -> AgreementText:
    """The text for the agreement as it stands now."""
    text = legal_text(agreement.record)
    record = record_of(agreement, text)
    return AgreementText(text.version, record, hashlib.sha256(canonical_json(record)).hexdigest())


def record_of(agreement: Agreement, text: LegalText) -> dict[str, Any]:
    """What a fixed text says about an agreement: parties, patents, clauses, terms."""
    return {
        "schema": "agreement-text/1",
        "version": text.version,
        "title": {"zh": text.title, "en": text.title_en},
        "agreement": agreement.public_id,
        "licensor": _party(agreement.licensor),
        "licensee": _party(agreement.licensee),
        "declaration": _declaration(agreement),
        "patents": [_patent(patent) for patent in agreement.patents],
        "terms": agreement.terms,
        "terms_sha256": agreement.terms_sha256,
        "annexes": list(annexes.of_text(agreement)),
        "clauses": {
            language: [
                *_conversion(agreement, language),
                *_clauses(text, agreement.record, language),
            ]
            for language in LANGUAGES
        },
    }


def signed_or_built(agreement: Agreement) -> AgreementText:
    """The text that was signed; before the first signature the one that would be."""
    if agreement.text_record is None:
        return build(agreement)
    return AgreementText(
        agreement.text_version or "", agreement.text_record, agreement.text_sha256 or ""
    )


def legal_text(terms: Terms) -> LegalText:
    """The fixed text that belongs to these terms: that of their route, or of what is special in
    them. Where nothing may be added to an announcement, it is always the route's."""
    if terms.public_text is not None:
        return _published(resolve(terms.public_text))
    key = ROUTES[terms.route].text
    if ROUTES[terms.route].added_clauses:
        key = next((name for name, holds in _SPECIAL.items() if holds(terms)), key)
    return TEXTS[key]


def _published(text: OpenText) -> LegalText:
    """A published open-source text in the shape of all texts, with the terms at its end."""
    articles = tuple(
        FixedClause(each.heading, each.text, each.heading_en, each.text_en, each.limits_liability)
        for each in text.articles
    )
    return LegalText(
        key="open_source_license",
        version=f"{text.key}/{text.version}",
        title=text.title,
        title_en=text.title_en,
        clauses=(*articles, TERMS),
    )


def _conversion(agreement: Agreement, language: str) -> Iterator[dict[str, Any]]:
    """Where the contract comes of a trial: from which, and what becomes of that."""
    trial = agreement.converted_from
    if trial is None or trial.text_record is None:
        return
    said = {"title": trial.text_record["title"][language], "id": trial.public_id}
    clause = INTO_SALE if passes_right(trial.record) else INTO_LICENSE
    heading, words = {
        "zh": (clause.heading, clause.text),
        "en": (clause.heading_en, clause.text_en),
    }[language]
    yield {"heading": heading, "text": words.format(**said), "limits_liability": False}


def _clauses(text: LegalText, terms: Terms, language: str) -> Iterator[dict[str, Any]]:
    for fixed in text.clauses:
        if fixed is TERMS:
            for clause in clauses(terms, language):
                if clause.key in text.says_itself:
                    continue
                yield {
                    "heading": clause.heading,
                    "text": clause.text,
                    "limits_liability": clause.limits_liability,
                }
        else:
            chinese = language == "zh"
            yield {
                "heading": fixed.heading if chinese else fixed.heading_en,
                "text": fixed.text if chinese else fixed.text_en,
                "limits_liability": fixed.limits_liability,
            }


def _party(organization: Organization) -> dict[str, Any]:
    return {
        "id": organization.public_id,
        "name": organization.name,
        "code": organization.code,
        "address": organization.address,
        "representative": organization.legal_representative,
    }


def _declaration(agreement: Agreement) -> dict[str, Any] | None:
    declaration = agreement.declaration
    if declaration is None:
        return None
    return {
        "id": declaration.public_id,
        "number": declaration.number,
        "announced_on": declaration.announced_on.isoformat() if declaration.announced_on else None,
        "gazette_issue": declaration.gazette_issue or None,
        "contact": declaration.contact,
    }


def _patent(patent: Patent) -> dict[str, Any]:
    return {
        "number": patent.number,
        "title": patent.title,
        "kind": patent.kind.value,
        "filing_on": patent.filing_on.isoformat() if patent.filing_on else None,
        "granted_on": patent.granted_on.isoformat() if patent.granted_on else None,
        "expires_on": patent.expires_on.isoformat() if patent.expires_on else None,
        "patentees": list(patent.patentees),
    }
