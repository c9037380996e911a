"""For which license did a row of the bank's statement come? By reference, amount and payer.

Two signs that agree on one license are a match. One sign, two licenses that fit equally well, or a
slip that says another day are a person's to decide.
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Agreement
from marketplace.extensions import db
from marketplace.ids import ALPHABET, LENGTH
from marketplace.obligations.creditors import licensed_by, owes_to
from marketplace.obligations.models import UNPAID, Obligation
from marketplace.payments.bank_models import BankRow
from marketplace.payments.bank_reading import plain
from marketplace.payments.models import Payment, PaymentStatus, Provider

ENOUGH = 2
SHOWN = 12
"""As many licenses a person chooses among for one row."""
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
        """The licenses that anything speaks for, best first. At one price for everyone very many
        owe the same: those that nothing but the amount speaks for are looked up only where no
        license has more, and no more of them than a person chooses among."""
        signs: dict[int, set[Sign]] = {}
        for key in self._named(row):
            signs.setdefault(key, set()).add(Sign.REFERENCE)
        for key in self._by_payer.get(plain(row.payer), ()):
            signs.setdefault(key, set()).add(Sign.PAYER)
        for key in self._fitting(row.amount_fen, signs):
            signs[key].add(Sign.AMOUNT)
        if not any(len(each) >= ENOUGH for each in signs.values()):
            for key in self._owing(row.amount_fen, signs):
                signs[key] = {Sign.AMOUNT}
        found = [Candidate(each, frozenset(signs[each.id])) for each in self._read(signs)]
        return sorted(found, key=lambda each: (-len(each.signs), each.agreement.id))

    def _named(self, row: BankRow) -> Sequence[int]:
        """Licenses whose reference stands anywhere in the row, however it is spaced or cut."""
        windows = _references(f"{row.purpose} {row.reference}")
        if not windows:
            return ()
        return db.session.scalars(
            self._own(select(Agreement.id)).where(Agreement.public_id.in_(windows))
        ).all()

    def _owing(self, amount_fen: int, known: Iterable[int]) -> Sequence[int]:
        """Licenses that are not known yet and owe just this."""
        return db.session.scalars(
            self._own(select(Agreement.id))
            .join(Obligation, Obligation.agreement_id == Agreement.id)
            .where(
                Obligation.status.in_(UNPAID),
                Obligation.amount_fen - Obligation.paid_fen == amount_fen,
                owes_to(self.licensor),
                Agreement.id.not_in(list(known)),
            )
            .distinct()
            .order_by(Agreement.id)
            .limit(SHOWN)
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

    def _fitting(self, amount_fen: int, keys: Collection[int]) -> Iterator[int]:
        """Those of these licenses whose amount it is: of one debt, the sum of what is due, the sum
        of all that is open, or what a slip states."""
        owed: dict[int, list[Obligation]] = {key: [] for key in keys}
        mine = (
            select(Obligation)
            .join(Agreement, Agreement.id == Obligation.agreement_id)
            .where(Agreement.id.in_(list(keys)), owes_to(self.licensor))
        )
        for row in db.session.scalars(mine) if keys else ():
            owed[row.agreement_id].append(row)
        stated = _stated(keys)
        for key, rows in owed.items():
            if amount_fen in _sums(rows) | stated.get(key, set()):
                yield key

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


def _sums(rows: Sequence[Obligation]) -> set[int]:
    """The amounts, in fen, by which these debts may be paid at once."""
    today = clock.today()
    unpaid = [each for each in rows if each.status in UNPAID]
    due = [each.open_fen for each in unpaid if each.due_on and each.due_on <= today]
    return {each.open_fen for each in unpaid} | {sum(due), sum(each.open_fen for each in rows)}


def slips(agreement: Agreement) -> Sequence[Payment]:
    """Transfers that the licensee stated and that no row of the bank has been found for yet."""
    return db.session.scalars(_slips([agreement.id])).all()


def _stated(keys: Collection[int]) -> dict[int, set[int]]:
    """What the slips of these licenses state, in fen."""
    found: dict[int, set[int]] = {}
    for each in db.session.scalars(_slips(keys)) if keys else ():
        if each.agreement_id is not None and each.amount_fen is not None:
            found.setdefault(each.agreement_id, set()).add(each.amount_fen)
    return found


def _slips(keys: Collection[int]) -> Select[Payment]:
    return (
        select(Payment)
        .where(
            Payment.agreement_id.in_(list(keys)),
            Payment.provider == Provider.BANK,
            Payment.status.in_(_MAY_BE_MEANT),
            ~_has_row(),
        )
        .order_by(Payment.id)
    )


def _has_row() -> ColumnElement[bool]:
    return select(BankRow.id).where(BankRow.payment_id == Payment.id).exists()


def slip_by_reference(row: BankRow) -> Payment | None:
    """The stated transfer with the bank's own number, unless another row has been found for it."""
    if not row.reference:
        return None
    return db.session.scalar(
        select(Payment).where(
            Payment.licensor_id == row.organization_id,
            Payment.provider == Provider.BANK,
            func.lower(Payment.provider_reference) == row.reference.strip().lower(),
            Payment.status.in_(_MAY_BE_MEANT),
            ~_has_row(),
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
