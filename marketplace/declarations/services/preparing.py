"""Making and mending the papers of a declaration."""

from typing import Any

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.database import add_new
from marketplace.declarations import advertising, checks, queries
from marketplace.declarations.models import Declaration, DeclarationStatus
from marketplace.declarations.problems import Problem, require_none
from marketplace.declarations.services import co_owners
from marketplace.declarations.services.steps import changed
from marketplace.errors import N_, Refused
from marketplace.fees import statement
from marketplace.fees.ranges import Guidance
from marketplace.in_house.services import keep_guidance
from marketplace.inputs import require_text
from marketplace.patents.models import Patent
from marketplace.terms.record import Terms, digest

EDITABLE = frozenset({DeclarationStatus.PREPARING, DeclarationStatus.CORRECTION})


def prepare(
    patent: Patent,
    organization: Organization,
    terms: Terms,
    by: User,
    *,
    contact: str = "",
    fee_statement: str = "",
    guidance: Guidance | None = None,
) -> Declaration:
    """Begin the papers for one patent.

    Without `fee_statement` one is drafted from the terms and the guidance shown; without
    `contact` the organization's is taken. Refused where the terms do not fit the route, pass a
    ceiling or outlive the patent, and where the patent is declared already.
    """
    require_none(_hindrances(patent, organization, terms))
    declaration = Declaration(
        patent=patent,
        organization=organization,
        contact=contact.strip() or contact_of(organization),
        fee_statement=fee_statement.strip() or statement.draft(terms, guidance),
    )
    declaration.set_terms(terms)
    add_new(declaration, declared_already(patent))
    co_owners.sync(declaration)
    changed(declaration, "prepare", by, terms_sha256=declaration.terms_sha256)
    keep_guidance(declaration, organization, declaration.terms_sha256, guidance, by)
    return declaration


def revise(
    declaration: Declaration,
    by: User,
    *,
    fee_statement: str,
    contact: str,
    wording_reason: str = "",
) -> None:
    """Change statement and contact while the papers are in preparation or in correction.

    `wording_reason` confirms the words that sound promotional (细则 85(3)); it is kept with them.
    """
    if declaration.status not in EDITABLE:
        raise Refused(
            "papers_fixed",
            N_("The papers are out of your hands. They can be changed after a return only."),
        )
    declaration.contact = require_text(contact, "contact", limit=500)
    text = require_text(fee_statement, "fee_statement", limit=statement.LIMIT)
    for finding in statement.check_statement(text, declaration.record):
        raise Refused(
            finding.code, finding.message, status=422, field="fee_statement", **finding.params
        )
    declaration.fee_statement = text
    words = advertising.unconfirmed(declaration) if wording_reason.strip() else []
    confirmed: dict[str, Any] = (
        {"wording": words, "wording_reason": wording_reason.strip()} if words else {}
    )
    changed(declaration, "revise", by, **confirmed)


def revise_terms(
    declaration: Declaration, terms: Terms, by: User, *, guidance: Guidance | None = None
) -> None:
    """Replace the terms of papers in preparation; the fee statement is drafted anew."""
    if declaration.terms_sha256 == digest(terms):
        return
    require_none(_term_problems(declaration.patent, terms))
    declaration.set_terms(terms)
    declaration.fee_statement = statement.draft(terms, guidance)
    changed(declaration, "revise_terms", by, terms_sha256=declaration.terms_sha256)
    keep_guidance(declaration, declaration.organization, declaration.terms_sha256, guidance, by)


def contact_of(organization: Organization) -> str:
    """Name, telephone and mail address that the organization gave for contact."""
    parts = (organization.contact_name, organization.contact_phone, organization.contact_email)
    return " ".join(part for part in parts if part)


def _hindrances(patent: Patent, organization: Organization, terms: Terms) -> list[Problem]:
    """What no later work on the papers could mend: holder, life, bars that stand, terms."""
    if queries.open_of(patent):
        raise declared_already(patent)
    found = checks.patent_problems(patent, organization, clock.today())
    mendable = {"bar_not_stated", "bar_stale"}
    lasting = [problem for problem in found if problem.code not in mendable]
    return [*lasting, *_term_problems(patent, terms)]


def _term_problems(patent: Patent, terms: Terms) -> list[Problem]:
    return [*checks.terms_problems(terms, patent.kind), *checks.life_problems(terms, patent)]


def declared_already(patent: Patent) -> Refused:
    return Refused(
        "declared_already",
        N_("There is already a declaration for %(number)s. Use that one, or withdraw it first."),
        number=patent.number,
    )
