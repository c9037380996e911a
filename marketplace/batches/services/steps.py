"""What every change of a batch has in common, and how far a long one has come."""

from dataclasses import dataclass
from typing import Any, Final

from marketplace.accounts import policies as accounts
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.batches.models import ListingBatch

SLICE: Final = 100
"""Listings in one transaction: short enough that nobody else waits, and memory stays small."""


@dataclass(frozen=True)
class Progress:
    """How many of how many are done; `refused` are those that something stood in the way of."""

    done: int
    total: int
    refused: int = 0
    finished: bool = False


def changed(batch: ListingBatch, what: str, by: Any, **data: Any) -> AuditEvent:
    """Record `batch:<what>` about the batch and its organization."""
    actor = accounts.membership_of(by, batch.organization) or by
    return record(f"batch:{what}", batch, actor, related=[batch.organization], **data)
