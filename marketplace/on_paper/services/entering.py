"""Entering a contract that was signed outside this site, from its scan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts import uscc
from marketplace.accounts.models import Organization, OrganizationKind, User
from marketplace.accounts.services import notify, notify_administrators
from marketplace.agreements.lifecycles import BEFORE_EFFECT, IN_FORCE
from marketplace.agreements.models import Agreement, AgreementPatent, Side
from marketplace.audit.services import record
from marketplace.database import add_new
from marketplace.declarations import checks
from marketplace.declarations.models import Declaration
from marketplace.declarations.problems import require_none
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.on_paper import messages, policies
from marketplace.on_paper.models import PaperContract, PaperContractPatent
from marketplace.patents.models import Patent
from marketplace.terms.enums import EffectRule
from marketplace.terms.parts import Effect
from marketplace.terms.record import Terms, as_data, digest
from marketplace.terms.routes import ROUTES, Instrument


@dataclass(frozen=True)
class OtherParty:
    """The other side as the paper names it; ``code`` empty for natural and foreign persons."""

    name: str
    kind: OrganizationKind
    code: str = ""
    address: str = ""


@dataclass(frozen=True)
class Entry:
    """What the paper says beside its terms. Days are Shanghai days; ``signed_on`` of an open license
    is the day on which the notice arrived. ``settled_through``: all that was due by then is paid."""

    side: Side
    contract_number: str
    signed_on: date
    effective_on: date
    pages: int
    scan_sha256: str
    seal_number: str = ""
    settled_through: date | None = None
    note: str = ""


def enter(
    organization: Organization,
    other: Organization,
    patents: Sequence[Patent],
    terms: Terms,
    entry: Entry,
    by: User,
    declaration: Declaration | None = None,
) -> PaperContract:
    """Enter a contract; it counts once another person has compared it with the scan.

    On a route that needs a declaration the terms are the announced ones, whatever was typed
    (专利法 51(1)).
    """
    _require_right(organization, by)
    _require_parties(organization, other)
    _require_days(entry)
    if declaration is not None:
        terms = _announced(declaration, patents, entry)
    _require_route(terms, declaration)
    _require_patents(organization, entry.side, patents)
    terms = _as_signed(terms, entry, patents, declaration)
    paper = PaperContract(
        organization=organization,
        other=other,
        declaration=declaration,
        route=terms.route,
        fee_mode=terms.fee_mode,
        terms=as_data(terms),
        terms_sha256=digest(terms),
        entered_by=by,
        entered_at=clock.now(),
        subjects=[PaperContractPatent(patent=patent) for patent in patents],
        **vars(entry),
    )
    _require_new(paper, patents)
    _flush(paper)
    _tell(paper, by)
    return paper


def other_party(said: OtherParty) -> Organization:
    """The organization on this site with that code, or one that stands here by name only until it
    registers itself. Refused at the field ``code`` for a code that cannot be."""
    code = uscc.parse(said.code) if said.kind.has_code else None
    known = db.session.scalar(select(Organization).filter_by(code=code)) if code else None
    if known is not None:
        return known
    organization = Organization(
        name=said.name.strip(),
        kind=said.kind,
        code=code,
        region=uscc.region_of(code) if code else None,
        address=said.address.strip() or None,
        abroad=said.kind is OrganizationKind.FOREIGN_PARTY,
    )
    db.session.add(organization)
    return organization


def _require_right(organization: Organization, by: User) -> None:
    if not policies.may_enter(by, organization):
        raise NotAllowed()
    organization.require_not_suspended()


def _require_parties(organization: Organization, other: Organization) -> None:
    if organization.id is not None and organization.id == other.id:
        raise Refused(
            "same_party", N_("The other side is another organization than yours."), field="code"
        )


def _require_days(entry: Entry) -> None:
    today = clock.today()
    if entry.signed_on > today:
        raise Refused("day_ahead", N_("Enter a day that has come."), field="signed_on")
    if entry.effective_on > today:
        raise Refused(
            "not_in_effect_yet",
            N_("Enter the contract once it is in effect; until then nothing is to be filed."),
            field="effective_on",
        )
    if entry.settled_through is not None and entry.settled_through > today:
        raise Refused("day_ahead", N_("Enter a day that has come."), field="settled_through")
    if entry.pages < 1:
        raise Refused("pages", N_("Enter the number of pages of the paper."), field="pages")


def _announced(declaration: Declaration, patents: Sequence[Patent], entry: Entry) -> Terms:
    announced_on = declaration.announced_on
    if announced_on is None or [each.id for each in patents] != [declaration.patent_id]:
        raise Refused(
            "declaration_not_announced",
            N_("An open license rests on the announced declaration of that very patent."),
            field="patents",
        )
    closed_on = declaration.closed_on
    outside = entry.effective_on < announced_on or (
        closed_on is not None and entry.effective_on >= closed_on
    )
    if outside:
        raise Refused(
            "outside_declaration",
            N_(
                "On that day the declaration was not in force: notice and payment make a license only while it is."
            ),
            field="effective_on",
        )
    return declaration.record


def _as_signed(
    terms: Terms, entry: Entry, patents: Sequence[Patent], declaration: Declaration | None
) -> Terms:
    """The terms with what the paper's own days and the patents' lives decide; Refused where they are
    not possible."""
    if declaration is None:
        terms = _from_its_day(terms, entry)
    require_none(checks.terms_problems(terms))
    return terms.signed(patent_expires_on=min(each.expires_on for each in patents))


def _from_its_day(terms: Terms, entry: Entry) -> Terms:
    """The terms with the day of effect that the paper gives, where it is not that of its signing."""
    agreed = {name: value for name, value in dict(terms).items() if name != "effect"}
    if entry.effective_on > entry.signed_on and "effect" in ROUTES[terms.route].parts:
        agreed["effect"] = Effect(rule=EffectRule.DAY, on=entry.effective_on)
    return Terms.model_validate(agreed)


def _require_route(terms: Terms, declaration: Declaration | None) -> None:
    rules = ROUTES[terms.route]
    if rules.instrument is Instrument.TEXT or rules.needs_declaration != (declaration is not None):
        raise Refused("route", N_("Choose an open license with its declaration, or a contract."))


def _require_patents(organization: Organization, side: Side, patents: Sequence[Patent]) -> None:
    if not patents:
        raise Refused("no_patents", N_("Enter at least one patent number."), field="patents")
    for patent in patents:
        if side is Side.LICENSOR and patent.claimant_id != organization.id:
            raise Refused(
                "not_your_patent",
                N_(
                    "%(number)s is not in your inventory. Import it first, then enter the contract."
                ),
                field="patents",
                number=patent.number,
            )


def _require_new(paper: PaperContract, patents: Sequence[Patent]) -> None:
    """The same contract number between the same two is entered once."""
    if not paper.contract_number or paper.other.id is None:
        return
    known = db.session.scalar(
        select(PaperContract.id).where(
            PaperContract.organization_id.in_((paper.organization.id, paper.other.id)),
            PaperContract.other_id.in_((paper.organization.id, paper.other.id)),
            PaperContract.contract_number == paper.contract_number,
            PaperContract.status.in_(("entered", "checked")),
        )
    )
    if known is not None or _stands_here(paper, patents):
        raise _known_already()


def _stands_here(paper: PaperContract, patents: Sequence[Patent]) -> bool:
    """Whether an agreement of the same two on the same patents from the same day stands already."""
    found = db.session.scalar(
        select(Agreement.id)
        .join(AgreementPatent)
        .where(
            Agreement.licensor_id == paper.licensor.id,
            Agreement.licensee_id == paper.licensee.id,
            Agreement.effective_on == paper.effective_on,
            Agreement.status.in_(IN_FORCE | BEFORE_EFFECT),
            AgreementPatent.patent_id.in_([each.id for each in patents]),
        )
        .limit(1)
    )
    return found is not None


def _known_already() -> Refused:
    return Refused(
        "entered_already",
        N_("This contract stands here already. Open it in the list instead of entering it again."),
        status=409,
    )


def _flush(paper: PaperContract) -> None:
    add_new(paper, _known_already())


def _tell(paper: PaperContract, by: User) -> None:
    event = record(
        "paper_contract:enter",
        paper,
        by,
        related=[paper.organization, paper.other, *paper.patents],
        contract_number=paper.contract_number,
        scan_sha256=paper.scan_sha256,
        terms_sha256=paper.terms_sha256,
        effective_on=paper.effective_on.isoformat(),
        settled_through=paper.settled_through.isoformat() if paper.settled_through else None,
    )
    said: dict[str, Any] = {"number": paper.contract_number or "—", "by": by.name}
    if len(paper.organization.memberships) > 1:
        notify(
            paper.organization, messages.TO_CHECK, event=event, link=messages.link(paper), **said
        )
    else:
        notify_administrators(messages.TO_CHECK, event=event, link=messages.link(paper), **said)
