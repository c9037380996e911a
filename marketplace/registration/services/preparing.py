"""Preparing a filing: fill in what is missing, fix the package, make its file once it is sealed."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from marketplace import clock, files
from marketplace.accounts.models import Organization, User
from marketplace.accounts.services import notify
from marketplace.agreements.papers import sealed
from marketplace.audit.actors import SYSTEM
from marketplace.database import transaction
from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.queries import current
from marketplace.documents.services import request_document
from marketplace.documents.sheets.fields import shown
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.registration import facts, messages, policies, queries
from marketplace.registration.grounds import Ground
from marketplace.registration.models import EDITABLE, Filing, FilingPackage, FilingStatus
from marketplace.registration.package import build, payload
from marketplace.registration.package.sheets import TEXT_VERSION, copy_sheet, payment_statement
from marketplace.registration.precheck import Objection, Objectionable, precheck
from marketplace.registration.services.acts import FILERS, changed, locked, require_filer, step
from marketplace.registration.tables import (
    Field,
    Table,
    entries,
    fill,
    lookup,
    missing,
    table_for,
)
from marketplace.registration.vouchers import STATEMENTS, Proof
from marketplace.types import canonical_json

ANSWER_LIMIT = 500
OVERTAKEN = "package_overtaken"
"""The code of a refusal that preparing the package again answers."""


class Incomplete(Refused):
    """Required fields are empty; ``fields`` are those, in the office's order. Where a payment is all
    that is missing it is said in the words of that ground: it is not filled in but paid."""

    def __init__(self, fields: list[Field], objections: Sequence[Objection]) -> None:
        ground = {each.ground for each in objections if each.field is not None}
        if ground == {Ground.PAYMENT_MISSING}:
            said = objections[0].refusal
            super().__init__(said.code, said.message, field=fields[0].key, **said.params)
        else:
            super().__init__(
                "fields_missing",
                N_("The package is not complete. Fill in first: %(fields)s"),
                field=fields[0].key,
                fields="；".join(f"{field.zh} ({field.en})" for field in fields),
            )
        self.fields = fields


def answer(filing: Filing, answers: Mapping[str, str], by: Any) -> None:
    """Type what the record does not know; an empty text takes an answer back. What only repeats
    the record is not kept, so that the record stays the source. The filer's other filings of the
    deal take over what they ask too and have no value for: nothing is typed twice."""
    filing = locked(filing)
    require_filer(filing, by)
    known = facts.gather(filing)
    recorded = {each.key: shown(lookup(known, each.source)) for each in table_for(filing).questions}
    fresh = {key: text.strip()[:ANSWER_LIMIT] for key, text in answers.items() if key in recorded}
    fresh = {key: "" if text == recorded[key] else text for key, text in fresh.items()}
    _keep_answers(filing, fresh, by)
    for other in _beside(filing):
        filled = fill(table_for(other), facts.gather(other))
        asked = {row.field.key for row in entries(filled) if row.field.entered and not row.text}
        taken = {key: text for key, text in fresh.items() if text and key in asked}
        if taken:
            _keep_answers(locked(other), taken, by)


def _keep_answers(filing: Filing, fresh: Mapping[str, str], by: Any) -> None:
    kept = {**(filing.answers or {}), **fresh}
    filing.answers = {key: text for key, text in kept.items() if text}
    changed(filing, "answer", by, keys=sorted(fresh))


def _beside(filing: Filing) -> list[Filing]:
    """The same filer's other filings of the deal whose package may still be changed."""
    if filing.agreement is None:
        return []
    return [
        each
        for each in queries.of_agreement(filing.agreement)
        if each.id != filing.id and each.filer_id == filing.filer_id and each.status in EDITABLE
    ]


def assign(filing: Filing, organization: Organization, by: User) -> None:
    """Let another party that may file, or a licensed agency, be the filer."""
    filing = locked(filing)
    if not policies.may_assign(by, filing):
        raise NotAllowed()
    if not policies.may_be_filer(organization, filing):
        raise Refused(
            "cannot_file",
            N_("%(organization)s can neither file this as a party nor as a verified agency."),
            field="organization",
            organization=organization.name,
        )
    filing.filer, filing.responsible = organization, None
    changed(filing, "assign", by, filer=organization.public_id)


def prepare(filing: Filing, by: Any) -> FilingPackage:
    """Fix what the package says, and ask for its sealed papers.

    Refused while a required field is empty, naming each, while the authority would refuse it, and
    until the agreement is sealed. The file itself follows when everything inside carries the platform's record.
    """
    filing = locked(filing)
    require_filer(filing, by)
    filing.move("prepare")
    table = table_for(filing)
    known = facts.gather(filing)
    filled = fill(table, known)
    empty = missing(filled)
    objections = [each for each in precheck(filing, empty) if each.blocks]
    if empty:
        raise Incomplete(empty, objections)
    if objections:
        raise Objectionable(objections)
    agreement_document = _agreement_document(filing, table)
    data = payload(filing, table, known, filled)
    package = FilingPackage(
        filing=filing,
        data=data,
        record_sha256=hashlib.sha256(canonical_json(data)).hexdigest(),
        sheet=_request(filing, DocumentKind.COPY_SHEET, copy_sheet(data), by),
        statement=_statement(filing, table, known, by),
        agreement_document=agreement_document,
        prepared_at=clock.now(),
        prepared_by_id=by.id if isinstance(by, User) else None,
    )
    db.session.add(package)
    filing.prepared_at, filing.package_sha256 = package.prepared_at, None
    if isinstance(by, User) and filing.responsible is None:
        filing.responsible = by
    changed(filing, "prepare", by, record_sha256=package.record_sha256)
    return package


def make_packages() -> int:
    """Make the file of every prepared package whose papers are sealed by now; returns how many.

    Idempotent: the bytes depend on nothing but the package, so a repeated run finds them equal.
    """
    made = 0
    for key in queries.to_package():
        filing = db.session.get(Filing, key)
        package = filing.package if filing is not None else None
        if package is not None and package.is_sealed:
            _keep(key, package.id, files.put(build(package)))
            made += 1
    return made


def _keep(filing_id: int, package_id: int, sha256: str) -> None:
    with transaction() as session:
        filing = session.get_one(Filing, filing_id)
        package = filing.package
        if filing.package_sha256 is not None or package is None or package.id != package_id:
            return
        filing.package_sha256 = sha256
        event = changed(filing, "package", SYSTEM, sha256=sha256)
        notify(
            filing.filer,
            messages.PACKAGE_READY,
            event=event,
            link=messages.link(filing),
            due_on=filing.due_on,
            roles=FILERS,
            title=filing.title,
        )


def mark_awaiting_seal(filing: Filing, by: Any) -> None:
    """The package went to whoever seals it; possible once its file exists, and while it says what
    the record says: nobody seals what was overtaken."""
    filing = locked(filing)
    require_filer(filing, by)
    if filing.package_sha256 is None and filing.package is not None:
        raise Refused(
            "package_not_sealed",
            N_(
                "The platform record is being added to the papers. The package follows in a minute."
            ),
        )
    if filing.status is FilingStatus.PREPARED and is_overtaken(filing):
        raise Refused(
            OVERTAKEN,
            N_("The record has changed since this package was prepared. Prepare it again first."),
        )
    filing.sealing_on = clock.today()
    step(filing, "await_seal", by)


def is_overtaken(filing: Filing) -> bool:
    """Whether the fields read otherwise today than the package has them."""
    package = filing.package
    if package is None:
        return False
    table = table_for(filing)
    filled = fill(table, facts.gather(filing))
    said = [(row.field.key, row.text) for row in entries(filled)]
    return said != _texts(package.data)


def _texts(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(each["key"], each["text"]) for group in data["groups"] for each in group["fields"]]


def _agreement_document(filing: Filing, table: Table) -> Document | None:
    if filing.agreement is None or not table.takes_agreement:
        return None
    document = sealed(filing.agreement)
    if document is None or not document.is_sealed:
        raise Refused(
            "agreement_not_sealed",
            N_(
                "The agreement's document is being sealed; no filing leaves before. Try in a minute."
            ),
        )
    return document


def _statement(filing: Filing, table: Table, known: facts.Facts, by: Any) -> Document | None:
    kind = (known.get("payment") or {}).get("kind")
    wanted = table.takes_payment and kind is not None and Proof(kind) in STATEMENTS
    if not wanted or filing.agreement is None:
        return None
    data = payment_statement(filing.agreement, known["payment"])
    return _request(filing, DocumentKind.STATEMENT, data, by)


def _request(filing: Filing, kind: DocumentKind, data: dict[str, Any], by: Any) -> Document:
    templates = {DocumentKind.COPY_SHEET: "copysheet", DocumentKind.STATEMENT: "statement"}
    return request_document(
        kind,
        filing,
        data,
        template=templates[kind],
        text_version=TEXT_VERSION,
        by=by,
        supersedes=current(filing, kind),
        belongs_to=filing.subject.public_id,
        related=(filing.subject,),
    )
