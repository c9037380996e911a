"""The 简要说明: basis and way of calculation of the fee, filed with the declaration (EG 3.3)."""

from collections.abc import Iterator

from marketplace.errors import N_
from marketplace.fees.figures import declared, is_free, says_free, stated, total
from marketplace.fees.ranges import Guidance
from marketplace.fees.wording import WORDINGS, Wording
from marketplace.terms.findings import Finding
from marketplace.terms.record import Terms

LIMIT = 2000
"""Characters, of whatever kind, that the office normally takes (EG 3.3: 一般不超过2000字)."""


def draft(terms: Terms, guidance: Guidance | None = None, language: str = "zh_CN") -> str:
    """A statement whose fee is the declared one, with the guidance as its basis.

    Never over ``LIMIT`` characters: ranges are left out from the end until it fits. The Chinese
    text is the one to file; English is for reading.
    """
    wording = WORDINGS["en" if language == "en" else "zh_CN"]
    fixed = [wording.title, *wording.fee(terms)]
    basis = list(wording.basis(guidance)) if guidance else []
    closing = [wording.closing(guidance)]
    while basis and len(_joined(wording, fixed, basis, closing)) > LIMIT:
        basis.pop()
    return _joined(wording, fixed, basis, closing)[:LIMIT]


def check_statement(text: str, terms: Terms) -> list[Finding]:
    """What is wrong with a statement: too long, another figure than declared, or none at all.

    Clauses that state the fee must name declared figures only (or the sum of fixed amounts);
    clauses that give its basis (参考, 平均, 统计, …) may name any.
    """
    return list(_faults(text, terms))


def agrees(text: str, terms: Terms) -> bool:
    """Whether nothing is wrong with a statement."""
    return not check_statement(text, terms)


def _faults(text: str, terms: Terms) -> Iterator[Finding]:
    if len(text) > LIMIT:
        yield Finding(
            "statement_too_long",
            N_("Shorten the statement: %(length)s of at most %(limit)s characters."),
            "fee_statement",
            params={"length": len(text), "limit": LIMIT},
        )
    expected, found = declared(terms), stated(text)
    known = {*expected, total(terms)}
    for figure in dict.fromkeys(each for each in found if each not in known and each.value):
        yield Finding(
            "statement_differs",
            N_("The statement says %(found)s, the declaration %(declared)s. Make them the same."),
            "fee_statement",
            params={
                "found": str(figure),
                "declared": "、".join(map(str, expected)) or "0",
            },
        )
    for figure in expected:
        if figure not in found:
            yield Finding(
                "statement_silent",
                N_("Name the declared figure %(declared)s in the statement."),
                "fee_statement",
                params={"declared": str(figure)},
            )
    if is_free(terms) and not says_free(text):
        yield Finding(
            "statement_not_free",
            N_("Say in the statement that the license is free of charge."),
            "fee_statement",
        )


def _joined(wording: Wording, fixed: list[str], basis: list[str], closing: list[str]) -> str:
    heads = [wording.basis_head] if basis else []
    return "\n".join([*fixed, *heads, *basis, *closing])
