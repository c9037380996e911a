"""Clauses on money: what is payable, from when, how it is counted, where it stops."""

from collections.abc import Iterator
from typing import Final

from marketplace.terms.clause import Draft
from marketplace.terms.coherence import fixed_total_fen
from marketplace.terms.cost import is_free
from marketplace.terms.enums import Afterwards, Conversion, DeferralKind, RoyaltyStart
from marketplace.terms.fee_parts import DuePoint, Fixed, Instalment
from marketplace.terms.parts import Deferral
from marketplace.terms.record import Terms
from marketplace.terms.wording import (
    amount_zh,
    day_en,
    day_zh,
    months_en,
    months_zh,
    percent,
    yuan,
)

_KINDS: Final[dict[DeferralKind, tuple[str, str]]] = {
    DeferralKind.DEFERRED: ("延期支付", "deferred payment"),
    DeferralKind.STAGED: ("阶段性支付", "staged payment"),
    DeferralKind.CONDITIONAL: ("附条件支付", "conditional payment"),
    DeferralKind.REVENUE_SHARE: ("收益提成", "revenue share"),
}


def fee_drafts(terms: Terms) -> Iterator[Draft]:
    """The fee clauses in the order in which a reader needs them."""
    if is_free(terms):
        yield _free()
    if terms.trial:
        yield from _trial(terms)
    if terms.free_window:
        yield _free_window(terms)
    if terms.deferral:
        yield from _deferral(terms.deferral)
    if terms.entry_fee:
        yield _fixed(terms, terms.entry_fee, "entry_fee", ("入门费", "Entry fee"))
    if terms.lump_sum:
        yield _fixed(terms, terms.lump_sum, "lump_sum", ("一次总付", "Lump sum"))
    if terms.instalments:
        yield _instalments(terms)
    if terms.transfer:
        yield _price(terms)
    if terms.quota:
        yield _quota(terms)


def _free() -> Draft:
    return Draft(
        "free",
        "fee_mode",
        ("许可使用费", "Fee"),
        "本许可为无偿许可，被许可人无需支付许可使用费。",
        "The license is free of charge.",
    )


def _trial(terms: Terms) -> Iterator[Draft]:
    trial = terms.trial
    if trial is None:
        return
    criteria_zh = f"评价标准为：{trial.criteria}。" if trial.criteria else ""
    criteria_en = f" Criteria: {trial.criteria}." if trial.criteria else ""
    yield Draft(
        "trial",
        "trial",
        ("先用后转", "Trial"),
        f"自生效之日起{months_zh(trial.months)}为免费试用期，试用期内被许可人无需支付许可使用费。"
        f"试用期届满后{trial.evaluation_days}日内双方完成评价。{criteria_zh}"
        "被许可人书面确认转化的，自确认之日（转化日）起按下列约定执行；不转化的，应当停止实施并退回技术资料。",
        f"The license is free for a trial of {months_en(trial.months)} from effect, evaluated within "
        f"{trial.evaluation_days} days of its end.{criteria_en} If the licensee confirms conversion "
        "in writing, what follows holds from that day; otherwise use stops and all materials go back.",
    )
    if trial.conversion is not Conversion.LICENSE:
        zh, en = {
            Conversion.ASSIGNMENT: ("专利权转让", "an assignment of the patent"),
            Conversion.EQUITY: ("作价入股", "a contribution for shares"),
        }[trial.conversion]
        if trial.price_fen:
            cost_zh = f"价款为{amount_zh(trial.price_fen)}，于转化日起{trial.due_days}日内付清"
            cost_en = f"for {yuan(trial.price_fen)}, payable within {trial.due_days} days"
        else:
            cost_zh, cost_en = f"价款或者股权按下列办法确定：{trial.formula}", f"by: {trial.formula}"
        yield Draft(
            "conversion",
            "trial.conversion",
            ("转化", "Conversion"),
            f"转化方式为{zh}；{cost_zh}。",
            f"Conversion is {en} {cost_en}.",
        )


def _free_window(terms: Terms) -> Draft:
    window = terms.free_window
    if window is None:
        raise ValueError("no free window")
    if window.through:
        zh, en = f"生效之日起至{day_zh(window.through)}（含当日）", f"Through {day_en(window.through)}"
    else:
        months = window.months or 0
        zh, en = f"自生效之日起{months_zh(months)}内", f"For {months_en(months)} from effect"
    ends = window.afterwards is Afterwards.ENDS
    after_zh = "免费期届满，许可终止。" if ends else "免费期届满后，按下列约定支付许可使用费。"
    after_en = "The license ends with this time." if ends else "Afterwards the fees below are payable."
    return Draft(
        "free_window",
        "free_window",
        ("限期免费", "Free time"),
        f"{zh}为免费期，免费期内的实施无需支付许可使用费。{after_zh}",
        f"{en} the license is free, the last day included. {after_en}",
    )


def _deferral(deferral: Deferral) -> Iterator[Draft]:
    zh, en = _KINDS[deferral.kind]
    triggers = list(_triggers(deferral))
    first_zh = "，以先发生者为准" if len(triggers) > 1 else ""
    first_en = ", whichever is first" if len(triggers) > 1 else ""
    counts_zh, counts_en = "", ""
    if deferral.kind is DeferralKind.REVENUE_SHARE:
        from_effect = deferral.royalty_from is RoyaltyStart.EFFECT
        counts_zh = f"提成自{'生效之日的次日' if from_effect else '付费触发'}起计算。"
        counts_en = f" The share counts from {'effect' if from_effect else 'the trigger'}."
    cap_zh = f"全部应付款项累计不超过{amount_zh(deferral.cap_fen)}。" if deferral.cap_fen else ""
    cap_en = f" All payments together never exceed {yuan(deferral.cap_fen)}." if deferral.cap_fen else ""
    yield Draft(
        "deferral",
        "deferral",
        ("先使用后付费", "Pay later"),
        f"被许可人先使用、后付费，付费方式为{zh}。付费触发条件为：{'；'.join(z for z, _ in triggers)}{first_zh}。"
        f"付费触发条件成就前，被许可人无需支付任何款项。{counts_zh}{cap_zh}",
        f"Use comes first, as {en}. Trigger of payment: {' or '.join(e for _, e in triggers)}"
        f"{first_en}. Nothing is payable before.{counts_en}{cap_en}",
    )
    guarantee_zh = f"担保或者保险：{deferral.guarantee}。" if deferral.guarantee else ""
    guarantee_en = f" Guarantee or insurance: {deferral.guarantee}." if deferral.guarantee else ""
    yield Draft(
        "default",
        "deferral.grace_days",
        ("宽限与违约", "Grace and default"),
        f"款项到期后{deferral.grace_days}日为宽限期。宽限期届满仍未支付的，许可人可以书面催告；被许可人自催告送达之日起"
        f"{deferral.cure_days}日内仍未补缴的，许可人可以通知其停止实施，补缴后恢复。{guarantee_zh}",
        f"{deferral.grace_days} days of grace follow each due day. Then the licensor may demand payment; "
        f"if it is not made good within {deferral.cure_days} days of the demand, the licensor may have "
        f"use stopped until it is.{guarantee_en}",
        limits_liability=True,
    )


def _triggers(deferral: Deferral) -> Iterator[tuple[str, str]]:
    if deferral.months_after_effect:
        months = deferral.months_after_effect
        yield f"自生效之日起满{months_zh(months)}", f"{months_en(months)} after effect"
    if deferral.on_first_revenue:
        yield "被许可人因实施标的专利首次产生收入", "the licensee's first revenue from the patent"
    if deferral.milestone:
        yield f"节点“{deferral.milestone}”验收通过", f"acceptance of “{deferral.milestone}”"


def counted_from(terms: Terms) -> tuple[str, str]:
    """The day that payment days are counted from, in words."""
    if terms.deferral:
        return "付费触发条件成就之日", "the trigger of payment"
    if terms.free_window:
        return "免费期最后一日", "the last free day"
    if terms.trial:
        return "转化日", "conversion"
    return "生效之日", "effect"


def _fixed(terms: Terms, part: Fixed, path: str, heading: tuple[str, str]) -> Draft:
    start_zh, start_en = counted_from(terms)
    when_zh = f"自{start_zh}起{part.due_days}日内付清" if part.due_days else f"于{start_zh}付清"
    when_en = f"within {part.due_days} days of {start_en}" if part.due_days else f"with {start_en}"
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
    every_zh, every_en = months_zh(item.repeat.every_months), months_en(item.repeat.every_months)
    if item.repeat.times:
        last_zh, last_en = f"，共{item.repeat.times}次", f", {item.repeat.times} times in all"
    else:
        last_zh, last_en = "，至许可期限届满", " while the license runs"
    return f"{zh}，此后每{every_zh}支付一次{last_zh}", f"{en}, then every {every_en}{last_en}"


def _point(terms: Terms, due: DuePoint) -> tuple[str, str]:
    start_zh, start_en = counted_from(terms)
    if due.on:
        zh, en = f"{day_zh(due.on)}", f"on {day_en(due.on)}"
    elif due.milestone:
        zh, en = f"节点“{due.milestone}”验收通过之日", f"on acceptance of “{due.milestone}”"
    elif due.months:
        zh, en = f"自{start_zh}起满{months_zh(due.months)}之日", f"{months_en(due.months)} after {start_en}"
    else:
        zh, en = start_zh, f"with {start_en}"
    return (f"{zh}起{due.days}日内", f"within {due.days} days {en}") if due.days else (zh, en)


def _price(terms: Terms) -> Draft:
    transfer = terms.transfer
    if transfer is None:
        raise ValueError("nothing to sell")
    company_zh, company_en = transfer.company or "受让公司", transfer.company or "the company"
    if transfer.shares_ppm:
        zh = f"专利权人以标的专利作价入股，取得{company_zh}{percent(transfer.shares_ppm)}的股权"
        en = f"The patent is contributed for {percent(transfer.shares_ppm)} of {company_en}"
    elif transfer.price_fen and terms.instalments:
        zh, en = f"转让价款为{amount_zh(transfer.price_fen)}，分期支付", f"Price: {yuan(transfer.price_fen)}, in parts"
    elif transfer.price_fen:
        zh = f"转让价款为{amount_zh(transfer.price_fen)}，自生效之日起{transfer.due_days}日内付清"
        en = f"Price: {yuan(transfer.price_fen)}, payable within {transfer.due_days} days of effect"
    else:
        zh, en = "转让价款由双方协商确定", "The price is to be agreed"
    return Draft("price", "transfer", ("转让价款", "Price"), zh + "。", en + ".")


def _quota(terms: Terms) -> Draft:
    quota, place = terms.quota, terms.signing and terms.signing.quota_place
    if quota is None:
        raise ValueError("no quota")
    share = percent(quota.share_ppm)
    pays_zh = f"按上述各项费用的{share}支付" if quota.share_ppm else "免付上述各项费用"
    pays_en = f"pay {share} of every fee above" if quota.share_ppm else "pay none of the fees above"
    place_zh = f"被许可人的签约顺位为第{place}位。" if place else ""
    place_en = f" The licensee signs in place {place}." if place else ""
    return Draft(
        "quota",
        "quota",
        ("首批优惠", "First licensees"),
        f"前{quota.first_n}家被许可人{pays_zh}。{place_zh}",
        f"The first {quota.first_n} licensees {pays_en}.{place_en}",
    )
