"""Clauses on money: what is payable, from when, how it is counted, where it stops."""

from collections.abc import Iterator

from marketplace.terms.clause import Draft
from marketplace.terms.clauses_royalty import royalty_drafts
from marketplace.terms.clauses_use_first import (
    counted_from,
    payable_on,
    royalty_start,
    use_first_drafts,
)
from marketplace.terms.cost import is_free
from marketplace.terms.fee_parts import DuePoint, Fixed, Instalment
from marketplace.terms.parts import Quota, Transfer
from marketplace.terms.record import Terms
from marketplace.terms.totals import fixed_total_fen
from marketplace.terms.wording import (
    amount_zh,
    day_en,
    day_zh,
    days_en,
    every_en,
    every_zh,
    months_en,
    months_zh,
    percent,
    yuan,
)


def fee_drafts(terms: Terms) -> Iterator[Draft]:
    """The fee clauses in the order in which a reader needs them."""
    if is_free(terms) and terms.quota is None:
        yield _free()
    yield from use_first_drafts(terms)
    if terms.entry_fee:
        yield _fixed(terms, terms.entry_fee, "entry_fee", ("入门费", "Entry fee"))
    if terms.lump_sum:
        yield _fixed(terms, terms.lump_sum, "lump_sum", ("一次总付", "Lump sum"))
    if terms.instalments:
        yield _instalments(terms)
    if terms.royalty:
        yield from royalty_drafts(terms.royalty, royalty_start(terms))
    if terms.transfer:
        yield _price(terms.transfer, bool(terms.instalments))
    if terms.quota:
        yield _quota(terms.quota, terms.signing.quota_place if terms.signing else None)


def _free() -> Draft:
    return Draft(
        "free",
        "fee_mode",
        ("许可使用费", "Fee"),
        "本许可为无偿许可，被许可人无需支付许可使用费。",
        "The license is free of charge.",
    )


def _fixed(terms: Terms, part: Fixed, path: str, heading: tuple[str, str]) -> Draft:
    start_zh, start_en = counted_from(terms) if part.due_days else payable_on(terms)
    when_zh = f"自{start_zh}起{part.due_days}日内付清" if part.due_days else f"于{start_zh}付清"
    when_en = f"within {days_en(part.due_days)} of {start_en}" if part.due_days else start_en
    return Draft(
        path,
        path,
        heading,
        f"{heading[0]}金额为{amount_zh(part.amount_fen)}，{when_zh}。",
        f"{heading[1]} of {yuan(part.amount_fen)}, payable {when_en}.",
    )


def _instalments(terms: Terms) -> Draft:
    lines = [_instalment(terms, item) for item in terms.instalments]
    endless = any(item.repeat and item.repeat.times is None for item in terms.instalments)
    total_zh = "" if endless else f"总额为{amount_zh(fixed_total_of(terms))}，"
    total_en = "" if endless else f"A total of {yuan(fixed_total_of(terms))}, "
    numbered_zh = "；".join(f"（{place}）{zh}" for place, (zh, _) in enumerate(lines, start=1))
    numbered_en = "; ".join(f"({place}) {en}" for place, (_, en) in enumerate(lines, start=1))
    return Draft(
        "instalments",
        "instalments",
        ("分期支付", "Instalments"),
        f"{total_zh}按下列约定支付：{numbered_zh}。",
        f"{total_en}{'payable' if total_en else 'Payable'} as follows: {numbered_en}.",
    )


def fixed_total_of(terms: Terms) -> int:
    """All instalments together, in fen."""
    once = sum(part.amount_fen for part in (terms.entry_fee, terms.lump_sum) if part)
    return fixed_total_fen(terms) - once


def _instalment(terms: Terms, item: Instalment) -> tuple[str, str]:
    when_zh, when_en = _point(terms, item.due)
    zh, en = f"{when_zh}支付{amount_zh(item.amount_fen)}", f"{yuan(item.amount_fen)} {when_en}"
    if item.repeat is None:
        return zh, en
    again_zh, again_en = every_zh(item.repeat.every_months), every_en(item.repeat.every_months)
    if item.repeat.times:
        last_zh, last_en = f"，共{item.repeat.times}次", f", {item.repeat.times} times in all"
    else:
        last_zh, last_en = "，至许可期限届满", " while the license runs"
    return f"{zh}，此后{again_zh}支付一次{last_zh}", f"{en}, then {again_en}{last_en}"


def _point(terms: Terms, due: DuePoint) -> tuple[str, str]:
    start_zh, start_en = counted_from(terms) if due.months or due.days else payable_on(terms)
    if due.on:
        zh, en = f"{day_zh(due.on)}", f"on {day_en(due.on)}"
    elif due.milestone:
        zh, en = f"节点“{due.milestone}”验收通过之日", f"on acceptance of “{due.milestone}”"
    elif due.months:
        zh, en = (
            f"自{start_zh}起满{months_zh(due.months)}之日",
            f"{months_en(due.months)} after {start_en}",
        )
    else:
        zh, en = start_zh, start_en
    return (
        _within(zh, start_en if not (due.on or due.milestone or due.months) else en, due.days)
        if due.days
        else (zh, en)
    )


def _within(zh: str, en: str, days: int) -> tuple[str, str]:
    return (
        f"自{zh.removeprefix('自')}起{days}日内",
        f"within {days_en(days)} of {en.removeprefix('on ')}",
    )


def _price(transfer: Transfer, in_parts: bool) -> Draft:
    company_zh, company_en = transfer.company or "受让公司", transfer.company or "the company"
    if transfer.shares_ppm:
        zh = f"专利权人以标的专利作价入股，取得{company_zh}{percent(transfer.shares_ppm)}的股权"
        en = f"The patent is contributed for {percent(transfer.shares_ppm)} of {company_en}"
    elif transfer.price_fen and in_parts:
        zh, en = (
            f"转让价款为{amount_zh(transfer.price_fen)}，分期支付",
            f"Price: {yuan(transfer.price_fen)}, in parts",
        )
    elif transfer.price_fen:
        zh = f"转让价款为{amount_zh(transfer.price_fen)}，自生效之日起{transfer.due_days}日内付清"
        en = f"Price: {yuan(transfer.price_fen)}, payable within {transfer.due_days} days of effect"
    else:
        zh, en = "转让价款由双方协商确定", "The price is to be agreed"
    return Draft("price", "transfer", ("转让价款", "Price"), zh + "。", en + ".")


def _quota(quota: Quota, place: int | None) -> Draft:
    share = percent(quota.share_ppm)
    pays_zh = f"按上述各项费用的{share}支付" if quota.share_ppm else "免付上述各项费用"
    pays_en = f"pay {share} of every fee above" if quota.share_ppm else "pay none of the fees above"
    few_zh = few_en = ""
    if quota.in_a_province:
        few_zh = f"，其中同一省份的不超过{quota.in_a_province}家"
        few_en = f", at most {quota.in_a_province} of them from one province,"
    zh, en = _place(quota, place)
    return Draft(
        "quota",
        "quota",
        ("首批优惠", "First licensees"),
        f"前{quota.first_n}家被许可人{few_zh}{pays_zh}。{zh}",
        f"The first {quota.first_n} licensees{few_en} {pays_en}.{en}",
    )


def _place(quota: Quota, place: int | None) -> tuple[str, str]:
    """What the place that was decided means for this licensee."""
    if not place:
        return "", ""
    zh, en = f"被许可人的签约顺位为第{place}位", f" The licensee signs in place {place}"
    if place <= quota.first_n:
        return f"{zh}，享受上述优惠。", f"{en} and has this advantage."
    return f"{zh}，不享受上述优惠，按上述各项费用全额支付。", f"{en} and pays every fee in full."
