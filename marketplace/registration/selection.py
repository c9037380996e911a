"""The filings that one sitting is about: those of a run, or of a filtered desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from marketplace.accounts.models import Organization, User
from marketplace.agreements.models import Agreement, AgreementPatent
from marketplace.extensions import db
from marketplace.registration.desk_models import FilingRun, FilingRunItem
from marketplace.registration.models import AT_OFFICE, CLOSED, Filing, FilingPackage, FilingStatus
from marketplace.registration.queries import AWAITED
from marketplace.terms.routes import Duty

SEAL: Final = "seal"
SUBMISSION: Final = "submission"
RECEIPTS: Final = "receipts"
PACKAGES: Final = "packages"

_OWN_STEPS: Final = {SUBMISSION: (FilingStatus.AWAITING_SEAL,), RECEIPTS: tuple(AT_OFFICE)}
"""Not for filings that follow a declaration: there the day and the paper are entered on it."""


@dataclass(frozen=True)
class Selection:
    """What ``organization`` files, narrowed to a run, a kind or a responsible person."""

    organization: Organization
    run: FilingRun | None = None
    kind: Duty | None = None
    responsible: User | None = None

    def for_act(self, act: str) -> Select[Filing]:
        """The filings that stand before an act, by due day."""
        return self._narrowed(act).order_by(AWAITED.is_(None), AWAITED, Filing.id)

    def count(self, act: str) -> int:
        """How many stand before an act; nothing is loaded."""
        keys = self._narrowed(act).with_only_columns(func.count(Filing.id))
        return int(db.session.scalar(keys) or 0)

    def keys(self, act: str, limit: int) -> Sequence[int]:
        """Their keys, for work that loads them part by part."""
        statement = self.for_act(act).with_only_columns(Filing.id)
        return db.session.execute(statement.limit(limit)).scalars().all()

    def chosen(self, ids: Sequence[str], limit: int) -> Sequence[Filing]:
        """Those of the organization's filings with these ids, in whatever state they are by now."""
        statement = self._own().where(Filing.public_id.in_(ids)).options(*whole())
        return db.session.scalars(statement.order_by(Filing.id).limit(limit)).all()

    def _own(self) -> Select[Filing]:
        return select(Filing).where(Filing.filer_id == self.organization.id)

    def _narrowed(self, act: str) -> Select[Filing]:
        statement = self._own()
        if self.run is not None:
            of_run = select(FilingRunItem.filing_id).where(FilingRunItem.run_id == self.run.id)
            statement = statement.where(Filing.id.in_(of_run))
        if self.kind is not None:
            statement = statement.where(Filing.kind == self.kind)
        if self.responsible is not None:
            statement = statement.where(Filing.responsible_id == self.responsible.id)
        return self._standing(statement, act)

    def _standing(self, statement: Select[Filing], act: str) -> Select[Filing]:
        if act == SEAL:
            return statement.where(Filing.status == FilingStatus.PREPARED)
        if act == PACKAGES:
            statement = statement.where(Filing.package_sha256.is_not(None))
            return statement if self.run else statement.where(Filing.status.not_in(CLOSED))
        states = _OWN_STEPS[act]
        return statement.where(Filing.status.in_(states), Filing.declaration_id.is_(None))


def whole() -> tuple:
    """What a list of filings shows of each, loaded together."""
    return (
        selectinload(Filing.agreement)
        .selectinload(Agreement.subjects)
        .selectinload(AgreementPatent.patent),
        selectinload(Filing.declaration),
        selectinload(Filing.organization),
        selectinload(Filing.packages).selectinload(FilingPackage.sheet),
    )
