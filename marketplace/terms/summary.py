"""One line about the cost of a license: for cards and for the head of a page."""

from collections.abc import Iterator
from datetime import date, timedelta

from marketplace.clock import add_months
from marketplace.terms.cost import is_free
from marketplace.terms.enums import Afterwards, Conversion
from marketplace.terms.fee_parts import Instalment, Royalty
from marketplace.terms.parts import Deferral, FreeWindow, Quota, Transfer, Trial
from marketplace.terms.record import Terms
from marketplace.terms.schedule import schedule
from marketplace.terms.wording import (
    BASES_EN,
    BASES_ZH,
    day_en,
    every_en,
    months_en,
    percent,
    spaced_zh,
    yuan,
)

_Words = tuple[str, str]


def summary(terms: Terms, language: str = "zh_CN") -> str:
    """The fee in one line, for example ``2027-07-01 起 ¥8,000 / 年``."""
    pieces = list(_pieces(terms))
    if _is_chinese(language):
        return "；".join(zh for zh, _ in pieces)
    text = "; ".join(en for _, en in pieces)
    return text[:1].upper() + text[1:]


def headline(terms: Terms, on_day: date, language: str = "zh_CN") -> str:
    """What a license taken on this day asks for first: free now, the first payment, or once."""
    zh, en = _headline(terms, on_day)
    return zh if _is_chinese(language) else en


def _is_chinese(language: str) -> bool:
    return language.lower().startswith("zh")


def _headline(terms: Terms, on_day: date) -> _Words:
    if terms.transfer:
        return _transfer(terms.transfer)
    if is_free(terms):
        return "免费", "Free"
    if terms.trial:
        span = terms.trial.months
        return f"免费试用 {spaced_zh(span)}", f"Free trial for {months_en(span)}"
    lines = [line for line in schedule(terms, on_day) if line.due_on]
    if not lines or lines[0].due_on is None:
        return "现在免付，达到触发条件后付费", "Nothing now, payment after a trigger"
    first = lines[0]
    day = day_en(lines[0].due_on)
    if first.due_on == on_day and first.amount_fen:
        alone = len(lines) == 1
        fen = sum(line.amount_fen or 0 for line in lines if line.due_on == on_day)
        return (
            (f"一次付清 {yuan(fen)}", f"{yuan(fen)} once")
            if alone
            else (f"签约时付 {yuan(fen)}", f"{yuan(fen)} at signing")
        )
    if first.amount_fen is None:
        return f"现在免付，首次付款 {day}（按提成）", f"Nothing now, first royalty on {day}"
    return (
        f"现在免付，{day} 首付 {yuan(first.amount_fen)}",
        f"Nothing now, {yuan(first.amount_fen)} on {day}",
    )


def _pieces(terms: Terms) -> Iterator[_Words]:
    if terms.transfer:
        yield _transfer(terms.transfer)
        return
    if is_free(terms) and not terms.free_window:
        yield "免费", "free"
    if terms.trial:
        yield _trial(terms.trial)
    if terms.free_window:
        yield from _window(terms.free_window)
    if terms.deferral:
        yield _deferral(terms.deferral)
    if terms.entry_fee:
        fen = yuan(terms.entry_fee.amount_fen)
        yield f"入门费 {fen}", f"{fen} entry fee"
    if terms.lump_sum:
        fen = yuan(terms.lump_sum.amount_fen)
        yield f"一次付 {fen}", f"{fen} once"
    yield from _instalments(terms)
    if terms.royalty:
        yield _royalty(terms.royalty)
    if terms.quota:
        yield _quota(terms.quota)


def _transfer(transfer: Transfer) -> _Words:
    if transfer.price_fen:
        return f"转让价 {yuan(transfer.price_fen)}", f"For sale at {yuan(transfer.price_fen)}"
    if transfer.shares_ppm:
        share = percent(transfer.shares_ppm)
        return f"作价入股，占股 {share}", f"For {share} of the company"
    return "转让，价格面议", "For sale, price to be agreed"


def _trial(trial: Trial) -> _Words:
    zh = {
        Conversion.LICENSE: "转为付费许可",
        Conversion.ASSIGNMENT: "转为专利转让",
        Conversion.EQUITY: "转为作价入股",
    }[trial.conversion]
    en = {
        Conversion.LICENSE: "a paid license",
        Conversion.ASSIGNMENT: "an assignment",
        Conversion.EQUITY: "shares",
    }[trial.conversion]
    price = f" {yuan(trial.price_fen)}" if trial.price_fen else ""
    return (
        f"免费试用 {spaced_zh(trial.months)}，满意后{zh}{price}",
        f"free trial for {months_en(trial.months)}, then {en}{price and ' at' + price}",
    )


def _window(window: FreeWindow) -> Iterator[_Words]:
    if window.afterwards is Afterwards.PRICED and window.through:
        day = window.through + timedelta(days=1)
        yield f"{day_en(day)} 前免费", f"free before {day_en(day)}"
        return
    if window.through:
        yield f"免费至 {day_en(window.through)}", f"free through {day_en(window.through)}"
    else:
        months = window.months or 0
        yield f"免费 {spaced_zh(months)}", f"free for {months_en(months)}"
    if window.afterwards is Afterwards.ENDS:
        yield "期满终止", "then the license ends"


def _deferral(deferral: Deferral) -> _Words:
    zh, en = [], []
    if deferral.months_after_effect:
        months = deferral.months_after_effect
        zh.append(f"{months} 个月后")
        en.append(f"after {months} months")
    if deferral.on_first_revenue:
        zh.append("首次产生收入")
        en.append("on first revenue")
    if deferral.milestone:
        zh.append(f"“{deferral.milestone}”验收")
        en.append(f"on acceptance of “{deferral.milestone}”")
    return "或".join(zh), " or ".join(en)


def _instalments(terms: Terms) -> Iterator[_Words]:
    once = [item for item in terms.instalments if item.repeat is None]
    if once:
        fen = yuan(sum(item.amount_fen for item in once))
        yield f"分 {len(once)} 期共 {fen}", f"{fen} in {len(once)} parts"
    for item in terms.instalments:
        if item.repeat:
            yield _recurring(terms, item, item.repeat.every_months)


def _recurring(terms: Terms, item: Instalment, months: int) -> _Words:
    per_zh, per_en = {1: ("月", "a month"), 12: ("年", "a year")}.get(
        months, (spaced_zh(months), every_en(months))
    )
    fen, window = yuan(item.amount_fen), terms.free_window
    through = window.through if window else None
    first = item.due.on
    if through and first is None:
        point = add_months(through, item.due.months or 0) + timedelta(days=item.due.days)
        first = max(point, through + timedelta(days=1))
    if first is None:
        return f"{fen} / {per_zh}", f"{fen} {per_en}"
    return f"{day_en(first)} 起 {fen} / {per_zh}", f"{fen} {per_en} from {day_en(first)}"


def _royalty(royalty: Royalty) -> _Words:
    base_zh, base_en = BASES_ZH[royalty.base], BASES_EN[royalty.base]
    if royalty.unit:
        fen = [tier.fen_per_unit or 0 for tier in royalty.tiers]
        low, high = yuan(min(fen)), yuan(max(fen))
        rate = low if low == high else f"{low}–{high}"
        return f"每{royalty.unit} {rate}", f"{rate} per {royalty.unit}"
    rates = [tier.rate_ppm or 0 for tier in royalty.tiers]
    low, high = percent(min(rates)), percent(max(rates))
    rate = low if low == high else f"{low}–{high}"
    return f"{base_zh} {rate}", f"{rate} of {base_en}"


def _quota(quota: Quota) -> _Words:
    if not quota.share_ppm:
        return f"前 {quota.first_n} 家免费", f"free for the first {quota.first_n}"
    share = percent(quota.share_ppm)
    return f"前 {quota.first_n} 家按 {share} 付费", f"the first {quota.first_n} pay {share}"
