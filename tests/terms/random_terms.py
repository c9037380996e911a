"""Random terms of every fee mode and route with random facts, from a seed; the same every time."""

import random
from datetime import date, timedelta

from marketplace.terms.enums import Conversion, FeeMode, Route, RoyaltyBase, RoyaltyStart, Span
from marketplace.terms.events import (
    Converted,
    FirstRevenue,
    Invalidated,
    Lapsed,
    MilestoneAccepted,
    StatementAccepted,
    Terminated,
    Transferred,
    Waived,
)
from marketplace.terms.parts import (
    Deferral,
    DuePoint,
    Fixed,
    FreeWindow,
    Instalment,
    Limit,
    Period,
    Quota,
    Repeat,
    Royalty,
    Tier,
    Transfer,
    Trial,
)
from marketplace.terms.record import Terms

FIRST = date(2024, 1, 1)


def cases(count, seed=20261123):
    """``count`` times terms, day of effect, facts and last day of life (None: unknown)."""
    for number in range(count):
        yield case(random.Random(f"{seed}.{number}"))


def case(luck):
    effective = FIRST + timedelta(luck.randrange(3000))
    terms = _sale(luck) if luck.random() < 0.05 else _license(luck, effective)
    life = effective + timedelta(luck.randrange(1, 2500)) if luck.random() < 0.3 else None
    return terms, effective, _facts(luck, effective), life


def statements(luck, periods, most=10**9):
    """A statement for each royalty line of a schedule."""
    return [
        StatementAccepted(line.period_from, line.period_to, luck.randrange(most))
        for line in periods
    ]


def _license(luck, effective):
    months = luck.choice([6, 12, 18, 24, 36])
    parts = _fees(luck, months)
    free = not parts
    shape = luck.choice(["plain", "plain", "window", "deferral", "trial", "quota"])
    period = Period(months=months)
    if shape == "window":
        window = luck.randrange(1, months)
        afterwards = "ends" if free else "priced"
        parts["free_window"] = (
            FreeWindow(months=months, afterwards="ends")
            if free
            else FreeWindow(months=window, afterwards=afterwards)
            if luck.random() < 0.5
            else FreeWindow(through=effective + timedelta(luck.randrange(-60, 200)))
        )
    elif shape == "deferral" and not free:
        parts["deferral"] = _deferral(luck, parts, months)
    elif shape == "trial":
        price = {} if not free else {"conversion": Conversion.ASSIGNMENT, "price_fen": _fen(luck)}
        parts["trial"] = Trial(months=luck.randrange(1, 6), **price)
    elif shape == "quota" and not free:
        parts["quota"] = Quota(first_n=3, share_ppm=luck.randrange(10**6))
    return _possible(luck, {"period": period} | parts)


def _possible(luck, parts):
    """The record; without what counts past its end, should the dice have asked for that."""
    try:
        terms = Terms.of(Route.ORDINARY, **parts)
    except ValueError:
        kept = {name: part for name, part in parts.items() if name in ("period", "lump_sum")}
        terms = Terms.of(Route.ORDINARY, **kept)
    if terms.quota:
        return terms.signed(quota_place=luck.randrange(1, 6))
    return terms


def _fees(luck, months):
    parts = {}
    kind = luck.choice(["free", "lump", "parts", "royalty", "royalty", "entry", "mixed"])
    if kind in ("lump", "mixed"):
        parts["lump_sum"] = _fixed(luck)
    if kind == "entry":
        parts["entry_fee"] = _fixed(luck)
    if kind in ("royalty", "entry", "mixed"):
        parts["royalty"] = _royalty(luck)
    if kind == "parts":
        parts["instalments"] = tuple(_instalment(luck, months) for _ in range(luck.randrange(1, 4)))
    return parts


def _instalment(luck, months):
    kind = luck.choice(["once", "milestone", "counted", "endless"])
    if kind == "milestone":
        return Instalment(amount_fen=_fen(luck), due=DuePoint(milestone="样机", days=15))
    due = DuePoint(months=0 if kind != "once" else luck.randrange(months), days=luck.randrange(40))
    repeat = {
        "once": None,
        "counted": Repeat(every_months=1, times=2),
        "endless": Repeat(every_months=luck.choice([1, 3, 6, 12])),
    }[kind]
    return Instalment(amount_fen=_fen(luck), due=due, repeat=repeat)


def _royalty(luck):
    base = luck.choice(list(RoyaltyBase))
    bounds = sorted(luck.sample(range(1, 10**7), luck.randrange(3)))
    rate = "fen_per_unit" if base is RoyaltyBase.OUTPUT else "rate_ppm"
    tiers = tuple(Tier(up_to=b, **{rate: luck.randrange(1, 10**6)}) for b in [*bounds, None])
    low = luck.randrange(1, 10**6) if luck.random() < 0.4 else None
    high = (low or 1) + luck.randrange(10**7) if luck.random() < 0.4 else None
    span = luck.choice(list(Span))
    return Royalty(
        base=base,
        unit="件" if base is RoyaltyBase.OUTPUT else None,
        tiers=tiers,
        minimum=low and Limit(amount_fen=low, span=span),
        cap=high and Limit(amount_fen=high, span=span),
        cycle_months=luck.choice([3, 6, 12]),
    )


def _deferral(luck, parts, months):
    kind = {"lump_sum": "deferred", "instalments": "staged", "royalty": "revenue_share"}
    name = next((n for n in kind if n in parts), "lump_sum")
    start = RoyaltyStart.EFFECT if "royalty" in parts and luck.random() < 0.5 else None
    return Deferral(
        kind=kind[name],
        months_after_effect=luck.randrange(1, months),
        on_first_revenue=luck.random() < 0.5,
        **({"royalty_from": start} if start else {}),
    )


def _sale(luck):
    kind = luck.choice([FeeMode.PRICE, FeeMode.SHARES, FeeMode.NEGOTIABLE])
    price = {"price_fen": _fen(luck)} if kind is FeeMode.PRICE else {}
    shares = {"shares_ppm": luck.randrange(1, 10**6)} if kind is FeeMode.SHARES else {}
    return Terms.of(Route.TRANSFER, transfer=Transfer(**price, **shares))


def _facts(luck, effective):
    """Up to three facts; statements are made by who knows the periods."""
    made = (
        lambda on: FirstRevenue(on),
        lambda on: Converted(on),
        lambda on: MilestoneAccepted("样机", on),
        lambda on: Invalidated(on),
        lambda on: Lapsed(on),
        lambda on: Terminated(on),
        lambda on: Transferred(on, luck.choice(["甲", "乙"])),
        lambda on: Waived(luck.choice(["lump_sum", "royalty.0", "instalments.0"]), on),
    )
    count = luck.choice([0, 0, 1, 1, 2, 3])
    days = luck.sample(range(-30, 1500), count)
    return [luck.choice(made)(effective + timedelta(gap)) for gap in days]


def _fixed(luck):
    return Fixed(amount_fen=_fen(luck), due_days=luck.choice([0, 0, 15, 30]))


def _fen(luck):
    return luck.choice([1, 5, 25, luck.randrange(1, 10**9)])
