"""Promotional words in the papers of a declaration: mended, or confirmed with a reason.

The reason stands in the audit event of the revision that confirmed the words; words that come
in later need a reason of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from marketplace.audit.services import history
from marketplace.declarations.models import Declaration
from marketplace.declarations.problems import Problem
from marketplace.declarations.wording import Piece, pieces, promotional
from marketplace.errors import N_

ARTICLE = "细则 85(3)"
MESSAGE = N_(
    "A declaration takes no promotional wording: %(words)s. Say the fact instead, or save the papers "
    "with the reason why these words are none."
)


def words_of(fee_statement: str, contact: str, other: str | None = None) -> list[str]:
    """The promotional words of statement, contact and other matters, each once."""
    return promotional("\n".join(filter(None, (fee_statement, contact, other))))


def unconfirmed(declaration: Declaration) -> list[str]:
    """The promotional words in the papers for which nobody has given a reason yet."""
    found = words_of(declaration.fee_statement, declaration.contact, declaration.record.materials)
    confirmed = confirmations(declaration) if found else {}
    return [word for word in found if word not in confirmed]


def confirmations(declaration: Declaration) -> dict[str, str]:
    """By word, the reason with which it was confirmed last."""
    return {
        word: event.data["wording_reason"]
        for event in history(declaration)
        for word in event.data.get("wording", ())
    }


@dataclass(frozen=True)
class MarkedPapers:
    """The papers for a page that marks the words: each text in pieces, what is still to be
    confirmed, and the reasons given so far."""

    texts: dict[str, list[Piece]]
    unconfirmed: list[str]
    reasons: dict[str, str]


def marked(declaration: Declaration) -> MarkedPapers | None:
    """The papers with their promotional words marked; None where there are none."""
    papers = {
        "fee_statement": declaration.fee_statement,
        "contact": declaration.contact,
        "other": declaration.record.materials or "",
    }
    texts = {name: pieces(text) for name, text in papers.items() if promotional(text)}
    if not texts:
        return None
    return MarkedPapers(texts, unconfirmed(declaration), confirmations(declaration))


def problems(declaration: Declaration) -> Iterator[Problem]:
    """What keeps papers with unconfirmed promotional words from going further (LAW 1.6)."""
    words = unconfirmed(declaration)
    if words:
        yield Problem(
            "promotional_wording", MESSAGE, "papers", {"words": "、".join(words)}, ARTICLE
        )
