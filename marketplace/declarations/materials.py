"""What has to lie beside the form before it goes to the office, computed from the record
(LAW 1.4, 1.10–1.12, 1.16). What is wanting keeps the papers from being filed, not from being drafted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from marketplace.declarations.material_models import Act, FileKind
from marketplace.declarations.models import Declaration
from marketplace.declarations.problems import Problem
from marketplace.declarations.subjects import open_co_owners
from marketplace.errors import N_
from marketplace.fees.statement import check_statement
from marketplace.patents.enums import Bar, BarState, PatentKind


class MaterialKey(StrEnum):
    """The papers of a declaration in the order of the checklist."""

    FORM = "form"
    STATEMENT = "statement"
    COMMITMENT = "commitment"
    REPORT = "report"
    PLEDGEE = "pledgee"
    CO_OWNERS = "co_owners"
    AGENCY = "agency"


class MaterialState(StrEnum):
    READY = "ready"
    MISSING = "missing"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class Material:
    """One paper: there, wanting (the problem says what to do), or not needed."""

    key: MaterialKey
    state: MaterialState
    problem: Problem | None = None


def checklist(declaration: Declaration) -> list[Material]:
    """Every paper with its state, in the order of the form."""
    return [_material(declaration, key) for key in MaterialKey]


def missing(declaration: Declaration) -> list[Problem]:
    """What keeps the papers from being filed, each naming what and whom it is about."""
    found = (each.problem for each in checklist(declaration))
    return [each for each in found if each is not None]


def missing_for_withdrawal(declaration: Declaration) -> Iterator[Problem]:
    """Reason, its proof, and the statement of every other patentee (LAW 1.16, 12.6)."""
    if not declaration.withdrawal_reason.strip():
        yield Problem(
            "withdrawal_reason_missing",
            N_("Write the reason of the withdrawal for %(number)s."),
            "withdrawal",
            _number(declaration),
            "审查指南 5-11-4",
        )
    if declaration.file(FileKind.WITHDRAWAL_PROOF) is None:
        yield Problem(
            "withdrawal_proof_missing",
            N_("Attach the proof of the reason for the withdrawal of %(number)s."),
            "withdrawal",
            _number(declaration),
            "审查指南 5-11-4",
        )
    problem = _consents(declaration, Act.WITHDRAW)
    if problem is not None:
        yield problem


def was_pledged(declaration: Declaration) -> bool:
    """A pledge is on the record, whether agreed to by the pledgee or released since."""
    return any(
        each.bar is Bar.PLEDGED and each.state is BarState.BARRED
        for each in declaration.patent.statements
    )


def needs_report(declaration: Declaration) -> bool:
    """Utility models and designs are declared with an evaluation report (专利法 50)."""
    return declaration.patent.kind is not PatentKind.INVENTION


def _material(declaration: Declaration, key: MaterialKey) -> Material:
    needed, problem = _CHECKS[key](declaration)
    if not needed:
        return Material(key, MaterialState.NOT_NEEDED)
    state = MaterialState.MISSING if problem else MaterialState.READY
    return Material(key, state, problem)


Found = tuple[bool, Problem | None]


def _form(declaration: Declaration) -> Found:
    if declaration.contact.strip():
        return True, None
    return True, _problem(
        declaration,
        "contact_missing",
        N_("Enter the contact that the declaration announces for %(number)s."),
        "细则 85(2)",
    )


def _statement(declaration: Declaration) -> Found:
    text = declaration.fee_statement
    if not text.strip():
        return True, _problem(
            declaration,
            "statement_missing",
            N_("Write the statement on basis and method of the fee for %(number)s."),
            "审查指南 5-11-3.3",
        )
    faults = check_statement(text, declaration.record)
    return True, Problem.from_finding(faults[0], "papers") if faults else None


def _commitment(declaration: Declaration) -> Found:
    if declaration.commitment is not None:
        return True, None
    return True, _problem(
        declaration,
        "commitment_missing",
        N_("The commitment for %(number)s is not signed. A signatory signs it."),
        "细则 85(2)",
    )


def _report(declaration: Declaration) -> Found:
    if not needs_report(declaration):
        return False, None
    if declaration.patent.evaluation_report_number:
        return True, None
    return True, _problem(
        declaration,
        "report_missing",
        N_("%(number)s has no evaluation report. Request it and enter its number."),
        "专利法 50",
    )


def _pledgee(declaration: Declaration) -> Found:
    if not was_pledged(declaration):
        return False, None
    if declaration.file(FileKind.PLEDGEE_CONSENT) is not None:
        return True, None
    return True, _problem(
        declaration,
        "pledgee_consent_missing",
        N_(
            "A pledge of %(number)s is on record. Attach the pledgee's written consent, or the "
            "proof that the pledge is released."
        ),
        "审查指南 5-11-3.1",
    )


def _co_owners(declaration: Declaration) -> Found:
    if not declaration.co_owners:
        return False, None
    if declaration.file(FileKind.CO_OWNER_AGREEMENT) is not None:
        return True, None
    return True, _consents(declaration, Act.DECLARE)


def _agency(declaration: Declaration) -> Found:
    mandate = declaration.mandate
    if mandate is None:
        return False, None
    if mandate.ended_on is not None:
        return True, _problem(
            declaration,
            "mandate_ended",
            N_("The agency's mandate has ended. Choose another, or file %(number)s yourself."),
            "审查指南 5-11-3.3",
        )
    if declaration.co_owners and mandate.consent_sha256 is None:
        return True, _problem(
            declaration,
            "mandate_consent_missing",
            N_(
                "%(number)s is co-owned: the agency's mandate needs the written consent of all "
                "patentees. Enter the mandate with it."
            ),
            "审查指南 5-11-3.3",
        )
    return True, None


def _consents(declaration: Declaration, act: Act) -> Problem | None:
    """Names those whose statement is wanting; an agreement among co-owners prevails (专利法 14)."""
    names = [each.name for each in open_co_owners(declaration, act)]
    if not names:
        return None
    return Problem(
        "co_owners_missing",
        N_("%(number)s: the statement of these co-owners is wanting: %(names)s."),
        "co-owners",
        {**_number(declaration), "names": "、".join(names)},
        "审查指南 5-11-3.2",
    )


def _number(declaration: Declaration) -> dict[str, Any]:
    return {"number": declaration.patent.number}


def _problem(declaration: Declaration, code: str, message: str, article: str) -> Problem:
    return Problem(code, message, "materials", _number(declaration), article)


_CHECKS = {
    MaterialKey.FORM: _form,
    MaterialKey.STATEMENT: _statement,
    MaterialKey.COMMITMENT: _commitment,
    MaterialKey.REPORT: _report,
    MaterialKey.PLEDGEE: _pledgee,
    MaterialKey.CO_OWNERS: _co_owners,
    MaterialKey.AGENCY: _agency,
}
