"""The patentee's word on the bars, for all patents of a batch about which nothing stands."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marketplace import clock
from marketplace.accounts import policies as accounts
from marketplace.batches import queries
from marketplace.batches.models import ListingBatch
from marketplace.patents import bars, services
from marketplace.patents.models import Bar, BarState, LegalStatus, Patent, StatusSource


def state_bars(
    batch: ListingBatch,
    states: Mapping[Bar, BarState],
    status: LegalStatus | None,
    source: StatusSource,
    on: date,
    by: Any,
) -> int:
    """Record what is stated where nothing stands yet or the statement is too old.

    A bar that was found stays as it is: nobody clears a pledge for three hundred at once.
    Returns for how many patents something was recorded.
    """
    actor = accounts.membership_of(by, batch.organization) or by
    patents = [entry.patent for entry in queries.entries(batch) if not entry.left_out]
    return sum(_state(patent, states, status, source, on, actor) for patent in patents)


def _state(
    patent: Patent,
    states: Mapping[Bar, BarState],
    status: LegalStatus | None,
    source: StatusSource,
    on: date,
    by: Any,
) -> bool:
    found = {each.bar: each for each in bars.evaluate(patent, clock.today())}
    unknown = {bar for bar, each in found.items() if each.counts_as is BarState.NOT_STATED}
    ended = (Bar.TERMINATED, Bar.WHOLLY_INVALID)
    looks_up = status is not None and any(bar in unknown for bar in ended) and not patent.is_ended
    if looks_up and status is not None:
        services.set_legal_status(patent, status, source, on, by)
    wanted = {bar: state for bar, state in states.items() if bar in unknown}
    if wanted:
        services.state_bars(patent, wanted, source, by, on=on)
    return bool(looks_up or wanted)
