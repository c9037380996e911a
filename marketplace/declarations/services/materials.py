"""What lies beside the form: files, the commitment, the agency's mandate."""

from datetime import date

from marketplace import clock, files
from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Organization, User
from marketplace.audit.services import record
from marketplace.declarations import texts
from marketplace.declarations.material_models import (
    AgencyMandate,
    Commitment,
    DeclarationFile,
    FileKind,
)
from marketplace.declarations.models import Declaration, DeclarationStatus
from marketplace.declarations.services.steps import changed
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.inputs import require_past, require_text

S = DeclarationStatus
BEFORE_FILING = frozenset({S.PREPARING, S.APPROVING, S.IN_HOUSE_NOTICE, S.READY, S.CORRECTION})
"""While the papers are still in the patentee's hands."""


def add_file(
    declaration: Declaration, kind: FileKind, sha256: str, name: str, by: User
) -> DeclarationFile:
    """Lay a kept file (its SHA-256) beside the papers; a later one of the kind stands instead."""
    if not files.exists(sha256):
        raise Refused("file_needed", N_("Attach the file."), status=422, field="file")
    added = DeclarationFile(
        declaration=declaration, kind=kind, sha256=sha256, name=name[:200], added_by=by
    )
    db.session.add(added)
    changed(declaration, "add_file", by, kind=kind.value, sha256=sha256)
    return added


def sign_commitment(
    declaration: Declaration, by: User, *, shown_sha256: str | None = None, address: str = ""
) -> Commitment:
    """Record the promise of a signatory, with the very text and its hash (细则 85(2)).

    `shown_sha256` is the hash of the text that was shown; refused when it reads otherwise by now.
    Signing again for the same terms changes nothing.
    """
    _require_signatory(declaration, by)
    _require_in_hand(declaration)
    text = texts.commitment(declaration)
    if shown_sha256 is not None and shown_sha256 != texts.sha256(text):
        raise Refused(
            "text_changed",
            N_("The text has changed since it was shown. Read it again, then sign."),
            field="read",
        )
    if declaration.commitment is not None:
        return declaration.commitment
    made = Commitment(
        declaration=declaration,
        text=text,
        text_version=texts.VERSION,
        text_sha256=texts.sha256(text),
        terms_sha256=declaration.terms_sha256,
        signed_by=by,
        signed_at=clock.now(),
        address=address[:64],
    )
    db.session.add(made)
    changed(
        declaration,
        "sign_commitment",
        by,
        text_sha256=made.text_sha256,
        text_version=made.text_version,
    )
    return made


def give_mandate(
    organization: Organization,
    by: User,
    *,
    name: str,
    code: str,
    agent: str,
    scope: str,
    given_on: date,
    evidence: str,
    consent: str | None = None,
) -> AgencyMandate:
    """Enter the mandate of a licensed agency, with its paper (SHA-256 of kept files)."""
    if not files.exists(evidence):
        raise Refused("file_needed", N_("Attach the file."), status=422, field="evidence")
    mandate = AgencyMandate(
        organization=organization,
        name=require_text(name, "name", limit=200),
        code=require_text(code, "code", limit=20),
        agent=require_text(agent, "agent", limit=100),
        scope=require_text(scope, "scope", limit=1_000),
        given_on=require_past(given_on, "given_on"),
        evidence_sha256=evidence,
        consent_sha256=consent,
        entered_by=by,
    )
    db.session.add(mandate)
    actor = accounts.membership_of(by, organization) or by
    record("mandate:give", mandate, actor, related=[organization], evidence=evidence)
    return mandate


def end_mandate(mandate: AgencyMandate, by: User) -> None:
    """End a mandate from today on; what was filed under it stays as it is."""
    if mandate.ended_on is None:
        mandate.ended_on = clock.today()
        actor = accounts.membership_of(by, mandate.organization) or by
        record("mandate:end", mandate, actor, related=[mandate.organization])


def choose_mandate(declaration: Declaration, mandate: AgencyMandate | None, by: User) -> None:
    """Have the agency of a mandate file the papers, or file them oneself."""
    _require_in_hand(declaration)
    if mandate is not None and mandate.organization_id != declaration.organization_id:
        raise NotAllowed()
    if mandate is not None and mandate.ended_on is not None:
        raise Refused("mandate_over", N_("This mandate has ended. Choose another."))
    if declaration.mandate is not mandate:
        declaration.mandate = mandate
        changed(declaration, "choose_mandate", by, mandate=mandate.public_id if mandate else None)


def _require_signatory(declaration: Declaration, by: User) -> None:
    if not accounts.may_sign(by, declaration.organization):
        raise NotAllowed(
            "signatory_needed",
            N_("Only a signatory who has stated authority to bind %(organization)s signs this."),
            organization=declaration.organization.name,
        )


def _require_in_hand(declaration: Declaration) -> None:
    if declaration.status not in BEFORE_FILING:
        raise Refused(
            "papers_filed",
            N_("The papers are at the office already; this can no longer be changed."),
        )
