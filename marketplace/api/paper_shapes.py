"""The shapes of contracts that were signed elsewhere and are entered with their scan."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, ConfigDict, Field

from marketplace.accounts.models import OrganizationKind
from marketplace.agreements.models import Side
from marketplace.api.shapes import Cursor, Party, PatentRef, Shape, TermsRecord
from marketplace.on_paper.forms import MOST_PAGES
from marketplace.on_paper.models import PaperStatus
from marketplace.terms.enums import FeeMode, Route


class Typed(Shape):
    """What a program sends: texts without white space at their ends."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class PaperParty(Typed):
    """The other side as the paper names it."""

    name: str = Field(min_length=1, max_length=200)
    kind: OrganizationKind = OrganizationKind.COMPANY
    code: str = Field(
        default="",
        max_length=40,
        description="Unified social credit code; empty for natural and foreign persons",
    )
    address: str = Field(default="", max_length=300)


class NewPaperContract(Typed):
    """What the paper says. Days are days in Asia/Shanghai."""

    side: Side = Field(description="On which side the token's organization stands")
    other: PaperParty
    patents: tuple[Annotated[str, Field(min_length=1, max_length=40)], ...] = Field(
        min_length=1, max_length=1000
    )
    terms: TermsRecord | None = Field(
        default=None,
        description="Left out for an open license: its terms are those of the announced declaration",
    )
    signed_on: date = Field(description="Of an open license, the day on which the notice arrived")
    effective_on: date
    settled_through: date | None = Field(
        default=None, description="Everything due by this day was paid before"
    )
    pages: int = Field(ge=1, le=MOST_PAGES)
    contract_number: str = Field(default="", max_length=80)
    seal_number: str = Field(default="", max_length=80)
    note: str = Field(default="", max_length=2000)


class PaperItem(Shape):
    id: str
    url: str = Field(description="Where another person compares the entry with its scan")
    status: PaperStatus
    side: Side
    other: str
    route: Route
    fee_mode: FeeMode
    patents: tuple[str, ...]
    contract_number: str
    effective_on: date
    agreement: str | None = Field(description="The agreement, once another person has checked it")


class PaperPage(Shape):
    """What the token's organization has entered, newest first."""

    items: tuple[PaperItem, ...]
    next: Cursor


class PaperContractDetail(Shape):
    """One contract that was signed elsewhere, as it was entered."""

    id: str
    url: str
    status: PaperStatus
    side: Side = Field(description="Of the organization that entered it")
    entered_for: Party
    other: Party
    route: Route
    fee_mode: FeeMode
    patents: tuple[PatentRef, ...]
    declaration: str | None
    terms: TermsRecord
    terms_sha256: str
    contract_number: str
    seal_number: str
    signed_on: date
    effective_on: date
    settled_through: date | None
    pages: int
    scan_sha256: str
    note: str
    entered_at: AwareDatetime
    checked_at: AwareDatetime | None
    reason: str = Field(description="Why it was sent back")
    objection: str = Field(description="What the other side says against it")
    agreement: str | None
