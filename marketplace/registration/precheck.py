"""What an authority would refuse or return, found before the papers leave (LAW 3.11)."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from marketplace import clock
from marketplace.agreements.models import Agreement
from marketplace.declarations.models import Declaration
from marketplace.deeds.queries import amendments_of
from marketplace.errors import N_, Refused, Translatable
from marketplace.patents.bars import evaluate
from marketplace.patents.enums import Bar, BarState
from marketplace.patents.models import Patent
from marketplace.registration import policies, queries
from marketplace.registration.grounds import GROUNDS, Ground
from marketplace.registration.models import Filing
from marketplace.registration.tables import Field
from marketplace.registration.vouchers import proof_of_payment
from marketplace.terms.routes import Duty

RECORDED: Final = frozenset({Duty.RECORDAL, Duty.RECORDAL_CHANGE})
"""Filings that the office examines by the grounds of 局令62号 12."""
NUMBERED: Final = frozenset({Duty.RECORDAL, Duty.CONTRACT_REGISTRATION})
"""Filings that are made once for a contract (R-84)."""

_BARS: Final = {
    Bar.EXCLUSIVE_LICENSE: Ground.CONFLICT,
    Bar.PROCEEDINGS_STAYED: Ground.STAYED,
    Bar.ANNUITY_UNPAID: Ground.ARREARS,
    Bar.PLEDGED: Ground.PLEDGED,
    Bar.TERMINATED: Ground.RIGHT_ENDED,
    Bar.WHOLLY_INVALID: Ground.RIGHT_ENDED,
}
_BY_FIELD: Final = {
    "payment_proof": Ground.PAYMENT_MISSING,
    "late_reason": Ground.LATE,
    "declaration_number": Ground.NOT_ANNOUNCED,
    "announced_on": Ground.NOT_ANNOUNCED,
    "license_type": Ground.FEE_NOT_STATED,
    "amount": Ground.FEE_NOT_STATED,
    "payment_way": Ground.FEE_NOT_STATED,
    "standard": Ground.FEE_NOT_STATED,
}
_BETWEEN: Final = frozenset({"concluded_on", "effective_on", "last_day", "notice_on"})


@dataclass(frozen=True)
class Objection:
    """One thing that the authority would say. ``number`` is the patent's where it is about one;
    ``detail`` a text or a gettext message; ``field`` the form field that is empty."""

    ground: Ground
    number: str = ""
    detail: Any = ""
    field: Field | None = field(default=None, compare=False)

    @property
    def blocks(self) -> bool:
        return GROUNDS[self.ground].blocks

    @property
    def title(self) -> str:
        return GROUNDS[self.ground].title

    @property
    def article(self) -> str:
        return GROUNDS[self.ground].article

    @property
    def refusal(self) -> Refused:
        """As a refusal, so that pages show it by the one way in which refusals are shown."""
        law = GROUNDS[self.ground]
        return Refused(self.ground.value, law.refusal, number=self.number, detail=self.detail)


class Objectionable(Refused):
    """The package is refused for what the authority would object to; speaks the first."""

    def __init__(self, objections: list[Objection]) -> None:
        first = objections[0].refusal
        super().__init__(first.code, first.message, **first.params)
        self.objections = objections


def precheck(filing: Filing, empty: list[Field], day: date | None = None) -> list[Objection]:
    """Every objection that is to be expected on ``day``; ``empty`` are required fields without a
    value. What blocks stands first."""
    day = day or clock.today()
    found = [*_of_fields(empty), *_of_filing(filing), *_of_agreement(filing, day)]
    return sorted(dict.fromkeys(found), key=lambda each: not each.blocks)


def _of_fields(empty: list[Field]) -> Iterator[Objection]:
    for each in empty:
        ground = _BY_FIELD.get(each.key)
        if ground is None:
            ground = Ground.DATES_MISSING if each.key in _BETWEEN else Ground.CONTENT_MISSING
        yield Objection(ground, detail=f"{each.zh} ({each.en})", field=each)


def _of_filing(filing: Filing) -> Iterator[Objection]:
    """The agency's mandate, and the recordal that comes first."""
    if not policies.files_for_itself(filing) and queries.mandate_for(filing) is None:
        yield Objection(Ground.PROXY_MISSING, detail=filing.filer.name)
    if filing.waits_for is not None:
        yield Objection(Ground.RECORDAL_FIRST)


def _of_agreement(filing: Filing, day: date) -> Iterator[Objection]:
    agreement = filing.agreement
    if agreement is None:
        return
    if filing.kind in NUMBERED:
        yield from _duplicates(filing, agreement)
    if filing.kind not in RECORDED:
        return
    for patent in agreement.patents:
        yield from _of_patent(patent, agreement, day)
    yield from _signatures(agreement)
    if agreement.declaration is not None:
        yield from _announced(agreement, agreement.declaration)
    else:
        yield from _outstanding(agreement)
    if agreement.signatures:
        yield Objection(Ground.NOT_ORIGINAL)


def _of_patent(patent: Patent, agreement: Agreement, day: date) -> Iterator[Objection]:
    number = patent.certificate_number
    for result in evaluate(patent, day):
        ground = _BARS.get(result.bar)
        if ground is not None and result.state is BarState.BARRED:
            yield Objection(ground, number)
    if agreement.last_day is not None and agreement.last_day > patent.expires_on:
        yield Objection(Ground.PERIOD_BEYOND_LIFE, number, agreement.last_day.isoformat())
    names = [_plain(name) for name in patent.patentee_names]
    owners = "、".join(patent.patentee_names)
    if _plain(agreement.licensor.name) not in names and not _is_proven(patent, agreement):
        yield Objection(Ground.NOT_THE_OWNER, number, owners)
    if len(names) > 1 and agreement.declaration is None:
        yield Objection(Ground.CO_OWNER, number, owners)


def _is_proven(patent: Patent, agreement: Agreement) -> bool:
    """Whether an administrator has seen that the licensor holds it, under whatever name."""
    return patent.is_proven and patent.claimant_id == agreement.licensor_id


def _duplicates(filing: Filing, agreement: Agreement) -> Iterator[Objection]:
    for other in queries.recorded_twins(filing, agreement):
        yield Objection(Ground.DUPLICATE, detail=other.number or other.public_id)


def _signatures(agreement: Agreement) -> Iterator[Objection]:
    """The names in the signed text against those of the register today."""
    text = agreement.text_record or {}
    for side, party in (("licensor", agreement.licensor), ("licensee", agreement.licensee)):
        signed = (text.get(side) or {}).get("name")
        if signed and _plain(signed) != _plain(party.name):
            yield Objection(Ground.SIGNATURE_DIFFERS, detail=signed)


def _outstanding(agreement: Agreement) -> Iterator[Objection]:
    """The papers of a contract need no proof of payment (局令62号 8), so it is only said."""
    proof = proof_of_payment(agreement)
    if proof["kind"] is None and proof["first_due_on"]:
        yield Objection(Ground.PAYMENT_OUTSTANDING, detail=proof["first_due_on"])


def _announced(agreement: Agreement, declaration: Declaration) -> Iterator[Objection]:
    number = declaration.patent.certificate_number
    if not declaration.is_announced and declaration.announced_on is None:
        yield Objection(Ground.NOT_ANNOUNCED, number)
    elif amendments_of(agreement):
        yield Objection(
            Ground.DIFFERS_FROM_ANNOUNCEMENT,
            number,
            Translatable(N_("terms amended after signing")),
        )
    elif declaration.terms_sha256 != agreement.offered_sha256:
        yield Objection(
            Ground.DIFFERS_FROM_ANNOUNCEMENT,
            number,
            Translatable(N_("fee, way of payment or period")),
        )


def _plain(name: str) -> str:
    """A name without what registers write differently: width, brackets, spaces."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
