"""A new holder of the patents takes the licensor's place (SPC-T 24)."""

from datetime import date

from marketplace.accounts.models import Organization, User
from marketplace.agreements.models import Agreement
from marketplace.agreements.services.acts import changed, locked
from marketplace.audit.services import record


def succeed(agreement: Agreement, holder: Organization, on: date, by: User) -> None:
    """From now on the holder acts on the licensor's side; the signed text, the parties in it and
    what was owed until then stay as they are. ``on`` is the day of registration."""
    agreement = locked(agreement)
    before = agreement.present_licensor
    agreement.successor = holder
    record(
        "agreement:succeed",
        agreement,
        by,
        related=[before, holder, agreement.licensee],
        on=on.isoformat(),
    )
    changed(agreement, "succeed")
