"""For which license did a row of the bank's statement come? By reference, amount and payer.

Two signs that agree on one license are a match. One sign, two licenses that fit equally well, or a
slip that says another day are a person's to decide.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, func, select

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Agreement
from marketplace.extensions import db
from marketplace.ids import ALPHABET, LENGTH
from marketplace.obligations.creditors import is_owed_to, licensed_by, owes_to
from marketplace.obligations.models import UNPAID, Obligation
from marketplace.obligations.services import rows_of
from marketplace.payments.bank_models import BankRow
from marketplace.payments.bank_reading import plain
from marketplace.payments.models import Payment, PaymentStatus, Provider

ENOUGH = 2
_NEVER = frozenset({AgreementStatus.DRAFT})
_MAY_BE_MEANT = frozenset(
    {
        PaymentStatus.STATED,
        PaymentStatus.STANDS,
        PaymentStatus.DISPUTED,
        PaymentStatus.CONFIRMED,
    }
)


class Sign(StrEnum):
    REFERENCE = "reference"
    AMOUNT = "amount"
    PAYER = "payer"


class Doubt(StrEnum):
    SEVERAL = "several"
    ONE_SIGN = "one_sign"
    NOTHING_FITS = "nothing_fits"
    OTHER_DAY = "other_day"
    OTHER_AMOUNT = "other_amount"
    SEVERAL_SLIPS = "several_slips"
    TAKEN_BACK = "taken_back"
    REFERENCE_TAKEN = "reference_taken"


@dataclass(frozen=True)
class Candidate:
    """A license that a row may be for, and what speaks for it."""

    agreement: Agreement
    signs: frozenset[Sign]


class Licenses:
    """The licenses of one licensor, looked up by what a row says. One per reading of a file."""

    def __init__(self, licensor: Organization) -> None:
        self.licensor = licensor

    def candidates(self, row: BankRow) -> list[Candidate]:
        """The licenses that anything speaks for, best first."""
        signs: dict[int, set[Sign]] = {}
        for key in self._named(row):
            signs.setdefault(key, set()).add(Sign.REFERENCE)
        for key in self._by_payer.get(plain(row.payer), ()):
            signs.setdefault(key, set()).add(Sign.PAYER)
        for key in self._owing(row.amount_fen):
            signs.setdefault(key, set()).add(Sign.AMOUNT)
        found = [
            Candidate(agreement, frozenset(self._with_sum(agreement, row, signs[agreement.id])))
            for agreement in self._read(signs)
        ]
        return sorted(found, key=lambda each: (-len(each.signs), each.agreement.id))

    def _named(self, row: BankRow) -> Sequence[int]:
        """Licenses whose reference stands anywhere in the row, however it is spaced or cut."""
        windows = _references(f"{row.purpose} {row.reference}")
        if not windows:
            return ()
        return db.session.scalars(
            self._own(select(Agreement.id)).where(Agreement.public_id.in_(windows))
        ).all()

    def _owing(self, amount_fen: int) -> Sequence[int]:
        return db.session.scalars(
            self._own(select(Agreement.id))
            .join(Obligation, Obligation.agreement_id == Agreement.id)
            .where(
                Obligation.status.in_(UNPAID),
                Obligation.amount_fen - Obligation.paid_fen == amount_fen,
                owes_to(self.licensor),
            )
            .distinct()
        ).all()

    @cached_property
    def _licensed(self) -> ColumnElement[bool]:
        return licensed_by(self.licensor)

    @cached_property
    def _by_payer(self) -> dict[str, list[int]]:
        rows = db.session.execute(
            self._own(select(Organization.name, Agreement.id)).join(
                Organization, Organization.id == Agreement.licensee_id
            )
        )
        found: dict[str, list[int]] = {}
        for name, key in rows:
            found.setdefault(plain(name), []).append(key)
        found.pop("", None)
        return found

    def _with_sum(self, agreement: Agreement, row: BankRow, signs: set[Sign]) -> set[Sign]:
        """The amount also fits where it is the sum of what is due, or of all that is open."""
        owed = [each for each in rows_of(agreement) if is_owed_to(each, self.licensor)]
        today = clock.today()
        due = [each for each in owed if each.status in UNPAID and each.due_on]
        now = sum(each.open_fen for each in due if each.due_on and each.due_on <= today)
        sums = {now, sum(each.open_fen for each in owed)}
        stated = {each.amount_fen for each in slips(agreement)}
        return signs | {Sign.AMOUNT} if row.amount_fen in sums | stated else signs

    def _own(self, statement: Any) -> Any:
        return statement.where(self._licensed, Agreement.status.not_in(_NEVER))

    def _read(self, keys: Iterable[int]) -> Sequence[Agreement]:
        return db.session.scalars(select(Agreement).where(Agreement.id.in_(list(keys)))).all()


def choose(candidates: Sequence[Candidate]) -> Agreement | Doubt:
    """The one license that fits better than every other, or why a person decides."""
    if not candidates:
        return Doubt.NOTHING_FITS
    best = [each for each in candidates if len(each.signs) == len(candidates[0].signs)]
    if len(best[0].signs) < ENOUGH:
        return Doubt.ONE_SIGN if len(best) == 1 else Doubt.SEVERAL
    if len(best) > 1:
        return Doubt.SEVERAL
    named = [each for each in candidates if Sign.REFERENCE in each.signs]
    if named and best[0] not in named:
        return Doubt.SEVERAL
    return best[0].agreement


def slips(agreement: Agreement) -> Sequence[Payment]:
    """Transfers that the licensee stated and that no row of the bank has been found for yet."""
    linked = select(BankRow.payment_id).where(BankRow.payment_id.is_not(None))
    return db.session.scalars(
        select(Payment)
        .where(
            Payment.agreement_id == agreement.id,
            Payment.provider == Provider.BANK,
            Payment.status.in_(_MAY_BE_MEANT),
            Payment.id.not_in(linked),
        )
        .order_by(Payment.id)
    ).all()


def slip_by_reference(row: BankRow) -> Payment | None:
    """The stated transfer with the bank's own number."""
    if not row.reference:
        return None
    return db.session.scalar(
        select(Payment).where(
            Payment.licensor_id == row.organization_id,
            Payment.provider == Provider.BANK,
            func.lower(Payment.provider_reference) == row.reference.strip().lower(),
            Payment.status.in_(_MAY_BE_MEANT),
        )
    )


def slip_for(row: BankRow, agreement: Agreement) -> Payment | Doubt | None:
    """The stated transfer that a row is, if any: same amount, and the same day where it counts."""
    fitting = [each for each in slips(agreement) if each.amount_fen == row.amount_fen]
    same_day = [each for each in fitting if each.value_day == row.value_day]
    if len(same_day) == 1:
        return same_day[0]
    if len(fitting) > 1:
        return Doubt.SEVERAL_SLIPS
    if fitting and fitting[0].counts:
        return Doubt.OTHER_DAY
    return fitting[0] if fitting else None


def _references(text: str) -> set[str]:
    """Every run of characters that could be a license's reference."""
    said = unicodedata.normalize("NFKC", text).lower()
    letters = "".join(each for each in said if each.isalnum() and each.isascii())
    runs = {letters[at : at + LENGTH] for at in range(len(letters) - LENGTH + 1)}
    return {run for run in runs if set(run) <= set(ALPHABET)}
