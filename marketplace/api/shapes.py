"""The shapes of requests and answers; the OpenAPI document is made from them.

Money is ``{"amount", "currency"}`` with the amount in fen, instants are ISO 8601 in UTC, days ISO
dates in Asia/Shanghai, ids the public ones. Nothing private has a place here: no willingness, no
asking price, no enquiry; what was negotiated is shown to its parties only.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, WithJsonSchema

from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.questions import EffectFinding, QuestionCause, QuestionStatus
from marketplace.api.price_shapes import Shape, Statistics
from marketplace.declarations.models import DeclarationStatus
from marketplace.deeds.models import DeedKind, DeedStatus, Ground
from marketplace.documents.models import DocumentKind, DocumentStatus
from marketplace.documents.verification import VerdictKind
from marketplace.obligations.models import ObligationStatus
from marketplace.patents.enums import PatentKind
from marketplace.registration.models import FilingStatus
from marketplace.terms.enums import FeeMode, Reason, Route, Severity
from marketplace.terms.route_rules import Duty

__all__ = ["Shape", "Statistics"]

SCHEMAS = "#/components/schemas/"

TERMS_FORMAT = "terms/1"
TermsRecord = Annotated[dict[str, Any], WithJsonSchema({"type": "object", "format": TERMS_FORMAT})]
"""A terms record as it is hashed and signed; the description puts the schema of ``Terms`` here."""


class Amount(Shape):
    """Money in minor units: 1200000 is 12,000.00 yuan."""

    amount: int
    currency: Literal["CNY"] = "CNY"


class PatentRef(Shape):
    number: str = Field(description="Application number with dot and check digit, no prefix")
    title: str
    kind: PatentKind
    ipc: tuple[str, ...]


class ListingItem(Shape):
    id: str
    url: str
    route: Route
    fee_mode: FeeMode
    patents: tuple[PatentRef, ...]
    licensor: str
    published_at: AwareDatetime | None


class PatentItem(PatentRef):
    patentee: str


Facets = dict[str, dict[str, int]]
Cursor = Annotated[str | None, Field(description="The cursor of the next page; null on the last")]


class ListingPage(Shape):
    items: tuple[ListingItem, ...]
    total: int
    facets: Facets
    next: Cursor


class PatentPage(Shape):
    items: tuple[PatentItem, ...]
    total: int
    facets: Facets
    next: Cursor


class DeclarationFacts(Shape):
    """An open license declaration at the patent office."""

    number: str | None
    status: DeclarationStatus
    announced_on: date | None


class OfferedPatent(PatentRef):
    """One patent of a listing with the terms that hold for it; on `open` as announced."""

    expires_on: date
    declaration: DeclarationFacts | None
    takes_notices: bool
    fee: str = Field(description="The fee in one line, in the language of the request")
    due_at_effect: Amount = Field(description="Payable at once by a license of today")
    terms: TermsRecord


class ListingDetail(ListingItem):
    title: str
    summary: str
    uses: str
    benefit: str = Field(description="What is better than what one uses today")
    economics: str
    stage: str | None = Field(description="sample, pilot, small_batch or mass_production")
    maturity: str
    materials: str
    handover: str
    duties: str
    standards: str
    contact: str | None = Field(description="The contact that the declarations announce")
    patents: tuple[OfferedPatent, ...]


class NewAgreement(Shape):
    """What a draft may be asked to leave out. Everything else stands in the listing."""

    patents: tuple[Annotated[str, Field(max_length=40)], ...] | None = Field(
        default=None,
        max_length=1000,
        description="On `open`, take up only these patents of the listing; all if left out",
    )


class TermsFinding(Shape):
    """One thing to mend (block) or to explain (warn); the code is the same on page and import."""

    code: str
    path: str = Field(description="Dotted path in the record; empty for the whole record")
    severity: Severity
    article: str | None
    messages: dict[str, str] = Field(description="By language: zh, en")


class TermsClause(Shape):
    number: int
    heading: str
    text: str


class TermsDue(Shape):
    reason: Reason
    amount: Amount | None = Field(description="Null until a statement of sales is in")
    due_on: date | None = Field(description="Null while it waits for its trigger")


class TermsVerdict(Shape):
    """What the checks say about a terms record, and what it would mean from today."""

    valid: bool
    findings: tuple[TermsFinding, ...]
    sha256: str | None
    clauses: dict[str, list[TermsClause]]
    schedule: tuple[TermsDue, ...]


class Party(Shape):
    id: str
    name: str
    code: str | None = Field(description="Unified social credit code, where there is one")


class Owed(Shape):
    """One obligation; ``amount`` is null while a statement or a trigger is missing."""

    id: str
    reason: Reason
    status: ObligationStatus
    amount: Amount | None
    paid: Amount
    due_on: date | None
    overdue: bool


class FilingFacts(Shape):
    id: str
    kind: Duty
    status: FilingStatus
    due_on: date | None
    number: str | None
    done_on: date | None
    overdue: bool


class DocumentFacts(Shape):
    id: str
    kind: DocumentKind
    number: str | None
    status: DocumentStatus
    sha256: str | None = Field(description="SHA-256 of the sealed file, once it is sealed")


class FurtherPaper(Shape):
    """An amendment, an agreement to end the contract, or a notice that ends it."""

    id: str
    url: str
    kind: DeedKind
    status: DeedStatus
    ground: Ground | None
    effective_on: date | None
    terms_sha256: str | None
    text_sha256: str | None


class EffectQuestionFacts(Shape):
    """That it is asked whether the license took effect at all; decided in the browser."""

    url: str
    status: QuestionStatus
    cause: QuestionCause
    finding: EffectFinding | None = Field(description="Found by a first person, not decided yet")
    closed_on: date | None = Field(description="Since when the declaration is over")
    decide_by: date = Field(description="A reminder; nothing is decided by the passing of it")


class AgreementDetail(Shape):
    """One agreement as its parties see it."""

    id: str
    url: str
    sign_url: str | None = Field(description="Where the token's side signs, in a browser")
    status: AgreementStatus
    route: Route
    fee_mode: FeeMode
    listing: str | None
    declaration: str | None
    licensor: Party
    licensee: Party
    patents: tuple[PatentRef, ...]
    terms: TermsRecord
    terms_sha256: str
    text_sha256: str | None
    signed_elsewhere: bool = Field(description="Made on paper outside this site and entered")
    contract_number: str | None = Field(description="As the token's organization numbers it")
    converted_from: str | None = Field(description="The trial that it came of")
    converted_into: str | None = Field(description="The contract that the trial went into")
    papers: tuple[FurtherPaper, ...] = Field(description="Amendments and ends, in their order")
    terms_in_force: TermsRecord = Field(description="The signed terms as amended")
    effect_question: EffectQuestionFacts | None = Field(
        description="While it is asked whether the license took effect"
    )
    held_reason: str | None
    drafted_at: AwareDatetime
    notice_sent_at: AwareDatetime | None
    delivered_at: AwareDatetime | None
    concluded_at: AwareDatetime | None
    effective_on: date | None
    last_day: date | None
    ended_on: date | None
    obligations: tuple[Owed, ...]
    filings: tuple[FilingFacts, ...]
    documents: tuple[DocumentFacts, ...]


class DraftLink(Shape):
    id: str
    url: str
    sign_url: str | None
    status: AgreementStatus
    patents: tuple[str, ...]


class Drafted(AgreementDetail):
    """The first agreement in full; ``drafts`` has all, one per declaration on `open`."""

    drafts: tuple[DraftLink, ...]


class Finding(BaseModel):
    """One reason of a verdict; figures that its message shows stand beside it."""

    model_config = ConfigDict(extra="allow", frozen=True)

    code: str
    message: str


class VerdictAnswer(Shape):
    verdict: VerdictKind
    reasons: tuple[Finding, ...]
    sha256: str
    document: str | None


class Problem(BaseModel):
    """An RFC 9457 problem. ``code`` is stable; ``detail`` says what to do."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: str
    title: str
    status: int
    code: str
    detail: str
    field: str | None = None
