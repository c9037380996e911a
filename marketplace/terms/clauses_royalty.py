"""Clauses on royalties: base, rates, reports, minimum, cap, inspection of accounts."""

from collections.abc import Iterator
from typing import Final

from marketplace.terms.clause import Draft
from marketplace.terms.enums import RoyaltyBase, Span
from marketplace.terms.fee_parts import Limit, Royalty, Tier
from marketplace.terms.wording import (
    BASES_EN,
    BASES_ZH,
    amount_zh,
    every_en,
    every_zh,
    percent,
    yuan,
)

_DEFINITIONS: Final[dict[RoyaltyBase, tuple[str, str]]] = {
    RoyaltyBase.NET_SALES: (
        "净销售额指被许可人销售许可产品实际收取的价款，扣除增值税、退货、折扣以及单独列明的运输、保险费用后的金额。",
        "Net sales are what the licensee receives for licensed products, less value added tax, "
        "returns, discounts, and freight and insurance shown separately.",
    ),
    RoyaltyBase.PROFIT: (
        "利润额指被许可人销售许可产品的收入扣除与该产品直接相关的成本、费用和税金后的金额；为负数的，按零计算。",
        "Profit is the income from licensed products less costs, expenses and taxes directly "
        "related to them; a loss counts as zero.",
    ),
    RoyaltyBase.OUTPUT: (
        "产量指被许可人实施标的专利所生产的许可产品的数量。",
        "Output is the number of licensed products made under the patent.",
    ),
}
_SPANS: Final[dict[Span, tuple[str, str]]] = {
    Span.ROYALTY_YEAR: ("每个提成年度", "in each royalty year"),
    Span.WHOLE_LICENSE: ("整个许可期限", "over the whole license"),
}


def royalty_drafts(royalty: Royalty, start: tuple[str, str]) -> Iterator[Draft]:
    """Rate, reports and payment, then minimum, cap and inspection where agreed.

    ``start`` says in both languages from when sales count.
    """
    yield _rate(royalty)
    yield _reports(royalty, start)
    if royalty.minimum:
        yield _minimum(royalty.minimum)
    if royalty.cap:
        yield _cap(royalty.cap)
    if royalty.answer_days:
        yield _answer(royalty.answer_days)
    if royalty.inspection:
        yield Draft(
            "inspection",
            "royalty.inspection",
            ("账目查阅", "Accounts"),
            "被许可人应当就许可产品单独记账并保存凭证；许可人有权自行或者委托会计师查阅与提成有关的账目，"
            "每个提成年度不超过一次，并对获知的商业秘密保密。",
            "The licensee keeps separate books on licensed products. The licensor, or its auditor, "
            "may inspect them once in a royalty year and keeps what it learns secret.",
        )


def _rate(royalty: Royalty) -> Draft:
    define_zh, define_en = _DEFINITIONS[royalty.base]
    if len(royalty.tiers) == 1:
        zh, en = _flat(royalty)
    else:
        zh, en = _tiered(royalty)
    return Draft(
        "royalty",
        "royalty",
        ("提成支付", "Royalty"),
        f"{zh}{define_zh}提成费按期计算，每期四舍五入至分。",
        f"{en} {define_en} The royalty is computed per period and rounded to the fen, halves up.",
    )


def _flat(royalty: Royalty) -> tuple[str, str]:
    rate_zh, rate_en = _rate_words(royalty, royalty.tiers[0])
    return (
        f"被许可人按许可产品{BASES_ZH[royalty.base]}支付提成费，提成标准为{rate_zh}。",
        f"The licensee pays a royalty on {BASES_EN[royalty.base]} of licensed products: {rate_en}.",
    )


def _tiered(royalty: Royalty) -> tuple[str, str]:
    steps_zh, steps_en, lower = [], [], 0
    for tier in royalty.tiers:
        rate_zh, rate_en = _rate_words(royalty, tier)
        low_zh, low_en = _quantity(royalty, lower)
        if tier.up_to is None:
            steps_zh.append(f"超过{low_zh}的部分，{rate_zh}")
            steps_en.append(f"above {low_en}, {rate_en}")
        else:
            high_zh, high_en = _quantity(royalty, tier.up_to)
            above = f"超过{low_zh}至{high_zh}" if lower else f"不超过{high_zh}"
            steps_zh.append(f"{above}的部分，{rate_zh}")
            steps_en.append(f"up to {high_en}, {rate_en}")
            lower = tier.up_to
    return (
        f"被许可人按许可产品{BASES_ZH[royalty.base]}支付提成费，每个提成年度内累计分段计算：{'；'.join(steps_zh)}。",
        f"The licensee pays a royalty on {BASES_EN[royalty.base]} of licensed products, marginal "
        f"over the amount cumulated in each royalty year: {'; '.join(steps_en)}.",
    )


def _rate_words(royalty: Royalty, tier: Tier) -> tuple[str, str]:
    if tier.fen_per_unit is None:
        return percent(tier.rate_ppm or 0), percent(tier.rate_ppm or 0)
    return (
        f"每{royalty.unit}{amount_zh(tier.fen_per_unit)}",
        f"{yuan(tier.fen_per_unit)} per {royalty.unit}",
    )


def _quantity(royalty: Royalty, quantity: int) -> tuple[str, str]:
    if royalty.base is RoyaltyBase.OUTPUT:
        return f"{quantity:,}{royalty.unit}", f"{quantity:,} {royalty.unit}"
    return amount_zh(quantity), yuan(quantity)


def _reports(royalty: Royalty, start: tuple[str, str]) -> Draft:
    return Draft(
        "reports",
        "royalty.cycle_months",
        ("报告与支付", "Reports and payment"),
        f"提成{start[0]}；{every_zh(royalty.cycle_months)}为一期，每十二个月为一个提成年度，许可期限先行届满的，末期至届满之日止。"
        f"被许可人应当在每期届满后{royalty.report_days}日内提交提成报告，{royalty.pay_days}日内支付该期提成费；没有销售的，应当作零申报。",
        f"Sales count {start[1]}. A royalty period ends {every_en(royalty.cycle_months)}; twelve months make a "
        "royalty year, and the last period ends with the license. The licensee reports within "
        f"{royalty.report_days} days of the end of each period and pays within {royalty.pay_days}; "
        "a period without sales is reported as zero.",
    )


def _answer(days: int) -> Draft:
    return Draft(
        "answer",
        "royalty.answer_days",
        ("报告的确认", "Answer to reports"),
        f"许可人应当自收到提成报告之日起{days}日内确认或者说明理由提出异议；逾期未答复的，视为接受。"
        "视为接受不影响许可人查阅账目和要求更正的权利。",
        f"The licensor accepts a report or disputes it with reasons within {days} days of its receipt; "
        "without an answer it counts as accepted. Inspection and later correction stay possible.",
    )


def _minimum(limit: Limit) -> Draft:
    span_zh, span_en = _SPANS[limit.span]
    return Draft(
        "minimum",
        "royalty.minimum",
        ("最低提成费", "Minimum royalty"),
        f"{span_zh}的提成费不低于{amount_zh(limit.amount_fen)}，不足部分随末期提成费补足；提前终止的，按实际天数比例计算。",
        f"The royalty comes to at least {yuan(limit.amount_fen)} {span_en}; what is missing is paid "
        "with the last period's royalty, in proportion to days where the license ends early.",
    )


def _cap(limit: Limit) -> Draft:
    span_zh, span_en = _SPANS[limit.span]
    return Draft(
        "cap",
        "royalty.cap",
        ("最高提成费", "Cap"),
        f"{span_zh}的提成费累计不超过{amount_zh(limit.amount_fen)}，超过部分不再支付。",
        f"The royalty never exceeds {yuan(limit.amount_fen)} {span_en}.",
    )
