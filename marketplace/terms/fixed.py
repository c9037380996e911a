"""Lines of fixed amounts: entry fee, lump sum, instalments, and the price of a sale."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count, repeat, takewhile

from marketplace.clock import add_months
from marketplace.terms.due import Due
from marketplace.terms.enums import Reason
from marketplace.terms.events import Event, MilestoneAccepted
from marketplace.terms.parts import Fixed, Instalment
from marketplace.terms.record import Terms
from marketplace.terms.timeline import Timeline
from marketplace.terms.values import MILLION
from marketplace.types import round_half_up


def fixed_lines(
    terms: Terms, days: Timeline, events: Sequence[Event], share_ppm: int = MILLION
) -> list[Due]:
    """The fixed amounts that accrued, or still can, before the license stopped, as far as the cap of
    what is paid later allows."""
    lines = _lines(terms, days, events, share_ppm)
    accruing = [line for line in lines if line.amount_fen and _accrues(line, days)]
    cap_fen = terms.deferral.cap_fen if terms.deferral else None
    return accruing if cap_fen is None else _within(accruing, cap_fen)


def _within(lines: Sequence[Due], cap_fen: int) -> list[Due]:
    """The lines up to the cap, in the order in which they accrue; the last one in part. Where an
    instalment comes back until the license ends, only the day of effect shows how often."""
    kept = []
    for line in sorted(lines, key=lambda each: each.accrued_on or date.max):
        amount = min(line.amount_fen or 0, cap_fen)
        cap_fen -= amount
        if amount:
            kept.append(replace(line, amount_fen=amount))
    return kept


def _lines(terms: Terms, days: Timeline, events: Sequence[Event], share: int) -> Iterator[Due]:
    for reason, path, part in _single_amounts(terms):
        fen = round_half_up(part.amount_fen * share, MILLION)
        yield _fixed(path, reason, fen, days.starts_on, part.due_days, path, days)
    for place, item in enumerate(terms.instalments):
        fen = round_half_up(item.amount_fen * share, MILLION)
        path = f"instalments.{place}"
        for number, accrued_on in enumerate(_accruals(item, days, events), start=1):
            key = f"{path}.{number}" if item.repeat else path
            yield _fixed(key, Reason.INSTALMENT, fen, accrued_on, item.due.days, path, days)


def _single_amounts(terms: Terms) -> Iterator[tuple[Reason, str, Fixed]]:
    if terms.entry_fee:
        yield Reason.ENTRY_FEE, "entry_fee", terms.entry_fee
    if terms.lump_sum:
        yield Reason.LUMP_SUM, "lump_sum", terms.lump_sum
    trial, transfer = terms.trial, terms.transfer
    if trial and trial.price_fen:
        price = Fixed(amount_fen=trial.price_fen, due_days=trial.due_days)
        yield Reason.CONVERSION_PRICE, "trial", price
    if transfer and transfer.price_fen and not terms.instalments:
        price = Fixed(amount_fen=transfer.price_fen, due_days=transfer.due_days)
        yield Reason.TRANSFER_PRICE, "transfer", price


def _fixed(
    key: str,
    reason: Reason,
    fen: int,
    point: date | None,
    grace_days: int,
    path: str,
    days: Timeline,
) -> Due:
    """The line of an amount whose days to pay count from ``point``; never due on a free day."""
    basis: dict[str, int | str] = {"days": grace_days}
    if point is None:
        return Due(key, reason, fen, None, None, path, basis=basis)
    accrued_on = max(point, days.priced_from or point)
    due_on = max(point + timedelta(grace_days), accrued_on)
    basis["counted_from"] = point.isoformat()
    return Due(key, reason, fen, accrued_on, due_on, path, basis=basis)


def _accruals(item: Instalment, days: Timeline, events: Sequence[Event]) -> Iterator[date | None]:
    """The days on which an instalment accrues; nothing accrues before payment starts.

    A fee that comes back while the license runs begins with its first day after that start and
    is not asked on the license's last day, for it buys the time that follows. One with a number
    is a total in parts, of which a late licensee owes the past parts at once.
    """
    step, times = (item.repeat.every_months, item.repeat.times) if item.repeat else (0, 1)
    start = days.starts_on
    if item.due.milestone:
        accepted = _accepted_on(item, events)
        yield max(start, accepted) if start and accepted else None
    elif start is None:
        yield from repeat(None, times or 1)
    elif times:
        yield from (max(_point(item, start, number * step), start) for number in range(times))
    else:
        points = (_point(item, start, number * step) for number in count())
        running = takewhile(lambda day: day < days.stops_on, points)
        yield from (day for day in running if day >= start)


def _point(item: Instalment, start: date, months: int) -> date:
    if item.due.on:
        return add_months(item.due.on, months)
    return add_months(start, (item.due.months or 0) + months)


def _accepted_on(item: Instalment, events: Sequence[Event]) -> date | None:
    accepted = [
        event.on
        for event in events
        if isinstance(event, MilestoneAccepted) and event.name == item.due.milestone
    ]
    return min(accepted, default=None)


def _accrues(line: Due, days: Timeline) -> bool:
    """Whether a fixed amount accrued, or still can, before the license stopped."""
    prices = (Reason.CONVERSION_PRICE, Reason.TRANSFER_PRICE)
    stops_on = days.ended_on if line.reason in prices else days.stops_on
    if line.accrued_on is None:
        return days.ended_on is None
    return stops_on is None or line.accrued_on <= stops_on
