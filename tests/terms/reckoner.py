"""A second reckoner of what a license owes, written from the text of the rules alone.

It shares no code with the package: it has its own calendar, fractions instead of integers in
millionths, and reads plain JSON data. The tables of ``golden_*`` are literal; a test holds them
against this reckoner, so that a slip of the pen in a table is found by somebody else's arithmetic.
"""

from fractions import Fraction

LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
NEVER = (9999, 12, 31)


def ymd(text):
    year, month, day = str(text).split("-")
    return int(year), int(month), int(day)


def text(day):
    return "{:04}-{:02}-{:02}".format(*day)


def length(year, month):
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap and month == 2 else LENGTHS[month - 1]


def anniversary(day, months):
    """Step month by month; the wanted day, or the month's last."""
    year, month, wanted = day
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    return year, month, min(wanted, length(year, month))


def after(day, days):
    year, month, number = day
    for _ in range(days):
        number += 1
        if number > length(year, month):
            month, number = month + 1, 1
        if month == 13:
            year, month = year + 1, 1
    return year, month, number


def before(day):
    year, month, number = day
    if number > 1:
        return year, month, number - 1
    year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return year, month, length(year, month)


def count(first, last):
    """Both days included."""
    return 1 + since_zero(last) - since_zero(first)


def since_zero(day):
    year, month, number = day
    leaps = (year - 1) // 4 - (year - 1) // 100 + (year - 1) // 400
    return year * 365 + leaps + sum(length(year, m) for m in range(1, month)) + number


def rounded(exact):
    """Half-up to the whole fen."""
    return int(exact + Fraction(1, 2))


class Facts:
    """The events, sorted by what they do."""

    def __init__(self, events):
        named = {}
        for event in events:
            named.setdefault(type(event).__name__, []).append(event)
        self.revenue = sorted(ymd(e.on) for e in named.get("FirstRevenue", ()))
        self.converted = sorted(ymd(e.on) for e in named.get("Converted", ()))
        self.milestones = [(e.name, ymd(e.on)) for e in named.get("MilestoneAccepted", ())]
        kinds = ("Returned", "Invalidated", "Lapsed", "Terminated")
        self.ended = min((ymd(e.on) for kind in kinds for e in named.get(kind, ())), default=None)
        self.held = bool(named.get("Invalidated"))
        self.waived = {e.key for e in named.get("Waived", ())}
        self.moved = sorted((ymd(e.on), e.payee) for e in named.get("Transferred", ()))
        self.said = [(ymd(e.period_to), e.quantity) for e in named.get("StatementAccepted", ())]

    def accepted(self, name):
        return min((on for each, on in self.milestones if each == name), default=None)


def reckon(data, effective, events=(), limit=None):
    """The lines as the tables write them: key, amount, due day, standing, payee."""
    license_ = License(data, ymd(effective), Facts(events), ymd(limit) if limit else None)
    found = sorted(license_.lines(), key=lambda line: line[3] or NEVER)
    return [license_.written(*line) for line in found]


class License:
    def __init__(self, data, effective, facts, limit):
        self.data, self.facts, self.effective = data, facts, effective
        self.last = self.last_day(limit)
        self.stop = min(self.last, facts.ended or NEVER)
        self.base = effective
        if "trial" in data:
            self.base = max(effective, facts.converted[0]) if facts.converted else None
        self.free = self.free_end(self.base)
        self.start = self.start_of_payment()
        quota, place = data.get("quota"), data.get("signing", {}).get("quota_place")
        pays = quota and place and place <= quota["first_n"]
        self.share = Fraction(quota["share_ppm"], 10**6) if pays else Fraction(1)

    def free_end(self, start):
        window = self.data.get("free_window")
        if not window or not start:
            return None
        if "through" in window:
            return ymd(window["through"])
        return anniversary(start, window["months"])

    def last_day(self, limit):
        if "transfer" in self.data:
            return NEVER
        period, window = self.data.get("period", {}), self.data.get("free_window", {})
        if "end_on" in period:
            end = ymd(period["end_on"])
        elif "months" in period:
            end = anniversary(self.effective, period["months"])
        elif window.get("afterwards") == "ends":
            end = self.free_end(self.effective)
        else:
            end = anniversary(self.effective, 240)
        written = self.data.get("signing", {}).get("patent_expires_on")
        return min(end, limit or NEVER, ymd(written) if written else NEVER)

    def start_of_payment(self):
        if self.base is None:
            return None
        earliest = max(self.base, self.free or self.base)
        deferral = self.data.get("deferral")
        if not deferral:
            return earliest
        triggers = [self.facts.revenue[0]] if self.revenue_opens() else []
        if "milestone" in deferral and self.facts.accepted(deferral["milestone"]):
            triggers.append(self.facts.accepted(deferral["milestone"]))
        if "months_after_effect" in deferral:
            triggers.append(anniversary(self.base, deferral["months_after_effect"]))
        return max(earliest, min(triggers)) if triggers else None

    def revenue_opens(self):
        return self.data.get("deferral", {}).get("on_first_revenue") and self.facts.revenue

    def lines(self):
        fixed = [line for line in self.fixed() if line[1]]
        yield from fixed
        if "royalty" in self.data and self.share:
            cap = self.data.get("deferral", {}).get("cap_fen")
            spent = sum(line[1] for line in fixed)
            yield from self.royalties(None if cap is None else max(0, cap - spent))

    def fixed(self):
        """key, amount, day of accrual, due day."""
        data = self.data
        single = [(name, data[name]) for name in ("entry_fee", "lump_sum") if name in data]
        prices = [n for n in ("trial", "transfer") if "price_fen" in data.get(n, {})]
        for name, part in single:
            yield from self.amount(name, part["amount_fen"], self.start, part["due_days"])
        for name in prices:
            if name == "trial" or not data.get("instalments"):
                part = data[name]
                yield from self.amount(name, part["price_fen"], self.start, part["due_days"], True)
        for place, item in enumerate(data.get("instalments", ())):
            for number, point in enumerate(self.points(item), 1):
                key = f"instalments.{place}" + (f".{number}" if "repeat" in item else "")
                yield from self.amount(key, item["amount_fen"], point, item["due"]["days"])

    def amount(self, key, fen, point, days, price=False):
        owed, stop = rounded(fen * self.share), (self.facts.ended or NEVER) if price else self.stop
        if point is None:
            if not self.facts.ended:
                yield key, owed, None, None
            return
        first_priced = after(self.free, 1) if self.free else point
        accrued = max(point, first_priced)
        if accrued <= stop:
            yield key, owed, accrued, max(after(point, days), accrued)

    def points(self, item):
        due, repeat = item["due"], item.get("repeat")
        if "milestone" in due:
            met = self.facts.accepted(due["milestone"])
            return [max(met, self.start) if met and self.start else None]
        times = repeat.get("times") if repeat else 1
        if self.start is None:
            return [None] * (times or 1)
        first = ymd(due["on"]) if "on" in due else None
        step = repeat["every_months"] if repeat else 0
        found = []
        for number in range(times or 301):
            months = number * step
            day = anniversary(first or self.start, months if first else due["months"] + months)
            if times:
                found.append(max(day, self.start))
            elif self.start <= day < self.stop:
                found.append(day)
        return found

    def first_sale(self):
        if self.base is None:
            return None
        free_until = max(self.base, self.free or self.base)
        if self.data.get("deferral", {}).get("royalty_from") == "effect":
            return after(free_until, 1)
        if self.start is None:
            return None
        if self.revenue_opens() and self.start in self.facts.revenue and self.start > free_until:
            return self.start
        return after(self.start, 1)

    def periods(self, cycle):
        """Number, royalty year, first and last day."""
        first = self.first_sale()
        if first is None:
            return []
        found, origin, number = [], before(first), 0
        while (begin := after(anniversary(origin, number * cycle), 1)) <= self.stop:
            end = min(anniversary(origin, (number + 1) * cycle), self.stop)
            found.append((number, number // (12 // cycle), begin, end))
            number += 1
        return found

    def royalties(self, deferral_cap):
        royalty = self.data["royalty"]
        periods = self.periods(royalty["cycle_months"])
        year_cap = self.bound(royalty, "cap", "royalty_year")
        caps = [
            c for c in (self.bound(royalty, "cap", "whole_license"), deferral_cap) if c is not None
        ]
        charged = []  # (year, amount)

        def held(amount, year):
            room = (
                [(year_cap, [a for y, a in charged if y == year])] if year_cap is not None else []
            )
            room += [(min(caps), [a for _, a in charged])] if caps else []
            for most, taken in room:
                if None in taken:
                    return None
                amount = min(amount, max(0, most - sum(taken)))
            return amount

        def line(key, amount, year, end):
            charged.append((year, amount))
            due = max(after(end, royalty["pay_days"]), self.start) if self.start else None
            return key, amount, end, due

        for number, year, begin, end in periods:
            sold = self.sold(begin, end)
            earlier = [self.sold(b, e) for n, y, b, e in periods if y == year and n < number]
            if len(royalty["tiers"]) == 1:
                earlier = []
            known = sold is not None and None not in earlier
            exact = marginal(royalty["tiers"], sum(earlier), sold) if known else None
            yield line(
                f"royalty.{number}",
                held(rounded(exact * self.share), year) if known else None,
                year,
                end,
            )
            if not [1 for n, y, _, _ in periods if y == year and n > number]:
                least = royalty.get("minimum", {})
                if least.get("span") == "royalty_year":
                    opened = next(b for _, y, b, _ in periods if y == year)
                    full = anniversary(before(periods[0][2]), 12 * (year + 1))
                    amount = self.topped(
                        least, opened, end, full, [a for y, a in charged if y == year]
                    )
                    amount = None if amount is None else held(amount, year)
                    yield line(f"royalty.minimum.{year}", amount, year, end)
        least = royalty.get("minimum", {})
        if periods and least.get("span") == "whole_license":
            amount = self.topped(
                least, periods[0][2], periods[-1][3], self.last, [a for _, a in charged]
            )
            amount = None if amount is None else held(amount, periods[-1][1])
            yield line("royalty.minimum", amount, periods[-1][1], periods[-1][3])

    def topped(self, least, first, last, full, reached):
        if None in reached:
            return None
        part = Fraction(count(first, last), count(first, full))
        return max(0, rounded(least["amount_fen"] * self.share * part) - sum(reached))

    def bound(self, royalty, name, span):
        limit = royalty.get(name)
        if not limit or limit["span"] != span:
            return None
        return rounded(limit["amount_fen"] * self.share)

    def sold(self, begin, end):
        found = [quantity for to, quantity in self.facts.said if begin <= to <= end]
        return found[-1] if found else None

    def written(self, key, amount, accrued, due):
        words = [key, "?" if amount is None else str(amount), text(due) if due else "waits"]
        if key in self.facts.waived:
            return " ".join([*words, "waived"])
        if self.facts.held:
            words.append("on_hold")
        payees = [payee for on, payee in self.facts.moved if accrued and accrued > on]
        return " ".join([*words, *payees[-1:]])


def marginal(tiers, before_, sold):
    """Every step takes its own slice of what was sold, above what the year had before."""
    total, lower = Fraction(0), 0
    for tier in tiers:
        upper = tier.get("up_to", before_ + sold)
        slice_ = max(0, min(upper, before_ + sold) - max(lower, before_))
        rate = (
            Fraction(tier["fen_per_unit"])
            if "fen_per_unit" in tier
            else Fraction(tier["rate_ppm"], 10**6)
        )
        total += slice_ * rate
        lower = upper
    return total
