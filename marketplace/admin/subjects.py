"""The records that events name by table and public id: what they are called, and where they are."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.accounts import masking
from marketplace.accounts.models import Organization, PayeeAccount, User
from marketplace.agreements.models import Agreement, AgreementPatent
from marketplace.declarations.models import Declaration
from marketplace.documents.models import Document
from marketplace.extensions import db
from marketplace.feedback.models import Connector
from marketplace.listings.models import Listing
from marketplace.patents.models import Patent
from marketplace.payments.models import Payment
from marketplace.registration.models import Filing
from marketplace.web import label, money
from marketplace.witnesses.models import Witness

Key = tuple[str, str]
"""A table's name and a public id, as events name a record."""


@dataclass(frozen=True)
class Subject:
    """``title`` is masked where the reader may not know it; ``url`` is the record's own page."""

    kind: str
    public_id: str
    kind_text: str
    title: str
    url: str | None = None


@dataclass(frozen=True)
class _Kind:
    """How records of one table are loaded, called and found."""

    text: LazyString
    model: Any = None
    title: Callable[[Any], str] = lambda record: str(record.public_id)
    url: Callable[[Any], str] | None = None
    load: tuple[Any, ...] = ()
    is_person: Callable[[Any], bool] = lambda record: False


def describe(keys: Iterable[Key], *, masked: bool) -> dict[Key, Subject]:
    """The records behind the keys, one statement for each table; a record that is gone or of an
    unknown table is called by its id. ``masked`` hides the names of natural persons."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, public_id in keys:
        wanted[kind].add(public_id)
    found: dict[Key, Subject] = {}
    for kind, ids in wanted.items():
        found |= {(kind, each): _unnamed(kind, each) for each in ids}
        known = _KINDS.get(kind)
        if known is None or known.model is None:
            continue
        statement = select(known.model).where(known.model.public_id.in_(ids))
        for record in db.session.scalars(statement.options(*known.load)):
            found[(kind, record.public_id)] = _named(kind, known, record, masked)
    return found


def kind_text(kind: str) -> str:
    """What the records of a table are called."""
    known = _KINDS.get(kind)
    return str(known.text) if known else kind


def _unnamed(kind: str, public_id: str) -> Subject:
    return Subject(kind, public_id, kind_text(kind), public_id)


def _named(kind: str, known: _Kind, record: Any, masked: bool) -> Subject:
    title = known.title(record)
    if masked:
        title = masking.name(title) if known.is_person(record) else masking.text(title)
    url = known.url(record) if known.url else None
    return Subject(kind, record.public_id, str(known.text), title, url)


_KINDS: dict[str, _Kind] = {
    "users": _Kind(_l("Person"), User, lambda r: r.name, is_person=lambda r: True),
    "organizations": _Kind(
        _l("Organization"),
        Organization,
        lambda r: r.name,
        is_person=lambda r: r.is_natural_person,
    ),
    "payee_accounts": _Kind(_l("Payee account"), PayeeAccount, lambda r: r.masked_number),
    "patents": _Kind(
        _l("Patent"),
        Patent,
        lambda r: f"{r.number} {r.title}",
        lambda r: url_for("patents.show", number=r.number),
    ),
    "patent_imports": _Kind(_l("Imported list")),
    "declarations": _Kind(
        _l("Declaration"),
        Declaration,
        lambda r: f"{r.number or r.patent.number} {r.patent.title}",
        lambda r: url_for("declarations.show", public_id=r.public_id),
        (joinedload(Declaration.patent),),
    ),
    "listings": _Kind(
        _l("Listing"),
        Listing,
        lambda r: r.title or r.public_id,
        lambda r: url_for("listings.show", public_id=r.public_id),
    ),
    "standing_offers": _Kind(_l("Standing offer")),
    "agreements": _Kind(
        _l("Agreement"),
        Agreement,
        lambda r: r.title or r.public_id,
        lambda r: url_for("desk.agreement", agreement_id=r.public_id),
        (selectinload(Agreement.subjects).joinedload(AgreementPatent.patent),),
    ),
    "agreement_facts": _Kind(_l("Fact about an agreement")),
    "obligations": _Kind(_l("Amount owed")),
    "royalty_statements": _Kind(_l("Royalty statement")),
    "payments": _Kind(_l("Payment"), Payment, lambda r: money(r.amount_fen)),
    "refunds": _Kind(_l("Return of money")),
    "bank_statements": _Kind(_l("Bank statement")),
    "bank_rows": _Kind(_l("Row of the bank statement")),
    "custodies": _Kind(_l("Custody by a bank")),
    "ledger_entries": _Kind(_l("Ledger entry")),
    "documents": _Kind(
        _l("Document"), Document, lambda r: " ".join(filter(None, (r.number, r.title)))
    ),
    "filings": _Kind(_l("Filing"), Filing, lambda r: str(label(r.kind))),
    "fee_benchmarks": _Kind(_l("Reference figure")),
    "fee_observations": _Kind(_l("Figure of the statistics")),
    "api_tokens": _Kind(_l("Access token")),
    "memberships": _Kind(_l("Membership")),
    "acknowledgements": _Kind(_l("Acknowledgement")),
    "register_choices": _Kind(_l("Choice for the public register")),
    "aftercare_entries": _Kind(_l("Entry after the license")),
    "witnesses": _Kind(_l("Witness of the log"), Witness, lambda r: r.name),
    "feedback_connectors": _Kind(_l("Receiver of feedback"), Connector, lambda r: r.name),
}
