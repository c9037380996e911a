"""The counterpart that was signed and sealed on paper: uploaded, matched to its text, kept."""

import io

from pyhanko.pdf_utils.reader import PdfFileReader
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.accounts.services import notify, notify_user
from marketplace.agreements.messages import link
from marketplace.agreements.models import Agreement, Side
from marketplace.audit.services import record
from marketplace.database import add_new, lock
from marketplace.documents.reading import contents, looks_like_pdf
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.on_paper import messages, policies
from marketplace.on_paper.models import Counterpart
from marketplace.on_paper.printing import mark_of, printed


def upload(
    agreement: Agreement, side: Side, mark: str, pages: int, scan: tuple[str, bytes], by: User
) -> Counterpart:
    """Put up the scan of the sealed paper. ``mark`` as it stands on the foot of its pages; ``scan``
    is the kept file's SHA-256 with its bytes.

    Refused unless the mark means this contract and its present text, and the pages are those of
    the printed paper: another version is another paper.
    """
    if not policies.may_enter(by, agreement.party(side)):
        raise NotAllowed()
    _require_mark(agreement, mark)
    _require_pages(agreement, pages, scan[1])
    counterpart = Counterpart(
        agreement=agreement,
        side=side,
        mark=mark_of(agreement),
        text_sha256=agreement.text_sha256,
        pages=pages,
        scan_sha256=scan[0],
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    _keep(counterpart)
    _ask_to_compare(counterpart, by)
    return counterpart


def _ask_to_compare(counterpart: Counterpart, by: User) -> None:
    agreement = counterpart.agreement
    event = record(
        "counterpart:upload",
        counterpart,
        by,
        related=[agreement],
        mark=counterpart.mark,
        pages=counterpart.pages,
        scan_sha256=counterpart.scan_sha256,
        text_sha256=counterpart.text_sha256,
    )
    notify(
        agreement.party(counterpart.side),
        messages.COUNTERPART,
        event=event,
        link=f"{link(agreement)}/counterparts",
        title=agreement.title,
    )


def match(counterpart: Counterpart, by: User) -> None:
    """Another person compared every page: text, signatures and seals are there."""
    counterpart = _locked(counterpart)
    _require_another(counterpart, by)
    counterpart.move("match")
    counterpart.checked_by, counterpart.checked_at = by, clock.now()
    record("counterpart:match", counterpart, by, related=[counterpart.agreement])


def reject(counterpart: Counterpart, reason: str, by: User) -> None:
    """It is another paper, a page is missing, or a seal is."""
    counterpart = _locked(counterpart)
    _require_another(counterpart, by)
    counterpart.move("reject")
    counterpart.checked_by, counterpart.checked_at = by, clock.now()
    counterpart.reason = reason
    event = record(
        "counterpart:reject", counterpart, by, related=[counterpart.agreement], reason=reason
    )
    notify_user(
        counterpart.uploaded_by,
        messages.REJECTED,
        event=event,
        link=f"{link(counterpart.agreement)}/counterparts",
        title=counterpart.agreement.title,
        reason=reason,
    )


def _keep(counterpart: Counterpart) -> None:
    add_new(
        counterpart,
        Refused("uploaded_already", N_("This very scan is kept here already."), field="scan"),
    )


def _require_mark(agreement: Agreement, mark: str) -> None:
    if agreement.text_sha256 is None:
        raise Refused("no_text", N_("Nothing is signed yet: there is no text to seal on paper."))
    typed, meant = mark.strip().lower(), mark_of(agreement)
    if typed == meant.lower():
        return
    if typed.split("-")[0] == agreement.public_id:
        raise Refused(
            "other_version",
            N_(
                "The mark is of another version of this contract. Print the present text and seal that."
            ),
            field="mark",
        )
    raise Refused(
        "other_paper",
        N_("This mark belongs to another paper. Type it as it stands at the foot of the pages."),
        field="mark",
    )


def _require_pages(agreement: Agreement, pages: int, scan: bytes) -> None:
    wanted = page_count(printed(agreement))
    found = contents(scan).pages if looks_like_pdf(scan) else pages
    if pages != wanted:
        raise Refused(
            "pages_missing",
            N_("The printed paper has %(wanted)s pages. Scan all of them, in order."),
            field="pages",
            wanted=str(wanted),
        )
    if found is not None and found != pages:
        raise Refused(
            "pages_differ",
            N_("The file has %(found)s pages, not %(pages)s."),
            field="scan",
            found=str(found),
            pages=str(pages),
        )


def page_count(pdf: bytes) -> int:
    """The pages of a PDF that we have printed ourselves."""
    return int(PdfFileReader(io.BytesIO(pdf)).root["/Pages"]["/Count"])


def _require_another(counterpart: Counterpart, by: User) -> None:
    if not policies.may_compare(by, counterpart):
        raise NotAllowed(
            "another_checks",
            N_(
                "Another member compares the scan with the text; where there is none, an administrator."
            ),
        )


def _locked(counterpart: Counterpart) -> Counterpart:
    statement = select(Counterpart).where(Counterpart.id == counterpart.id)
    return db.session.scalars(lock(statement).execution_options(populate_existing=True)).one()
