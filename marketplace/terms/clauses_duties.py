"""Clauses on what goes with the license: tax, delay, papers, secrecy, loss of the right, disputes."""

from collections.abc import Iterator
from typing import Final

from marketplace.terms.clause import Draft
from marketplace.terms.cost import is_free
from marketplace.terms.enums import Forum, Improvements, Tax
from marketplace.terms.parts import Pool, PublicText
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES
from marketplace.terms.wording import months_en, months_zh, percent

_IMPROVEMENTS: Final[dict[Improvements, tuple[str, str]]] = {
    Improvements.EACH_OWN: (
        "一方后续改进的技术成果归该方所有，其他各方无权分享；任何一方不负有无偿回授的义务。",
        "Improvements belong to the side that makes them; there is no duty to grant them back.",
    ),
    Improvements.SHARED: (
        "一方后续改进的技术成果由双方共有，双方均可自行实施。",
        "Improvements belong to both sides, and each may use them.",
    ),
}


def duty_drafts(terms: Terms) -> Iterator[Draft]:
    """Duties beside the fee, in the order of the standard contract (LAW 8)."""
    rules = ROUTES[terms.route]
    if not is_free(terms):
        yield _tax(terms)
    if terms.pool:
        yield _pool(terms.pool)
    if terms.public_text:
        yield _public_text(terms.public_text)
    if terms.late_interest_ppm:
        yield _late_interest(terms.late_interest_ppm)
    if terms.materials or terms.handover_days is not None:
        yield _materials(terms)
    if terms.secrecy_months:
        yield _secrecy(terms.secrecy_months)
    if rules.needs_period:
        zh, en = _IMPROVEMENTS[terms.improvements]
        yield Draft("improvements", "improvements", ("后续改进", "Improvements"), zh, en)
        yield _loss_of_right()
    yield _dispute(terms)


def _tax(terms: Terms) -> Draft:
    included = terms.tax is Tax.INCLUDED
    return Draft(
        "tax",
        "tax",
        ("税费与发票", "Tax and invoice"),
        f"上述金额{'含' if included else '不含'}增值税。许可人收款后依法开具发票。",
        f"The amounts {'include' if included else 'exclude'} value added tax. The licensor issues an "
        "invoice on receipt.",
    )


def _pool(pool: Pool) -> Draft:
    shares = [f"{member.party} {percent(member.share_ppm)}" for member in pool.members]
    if pool.pool is None:
        zh = f"每笔款项在专利池成员之间按下列比例分配：{'、'.join(shares)}。"
        en = f"Each payment is divided among the members of the pool: {', '.join(shares)}."
    else:
        zh = (
            "许可人是专利池的运营单位，依各成员签署的书面授权，以自己的名义许可并收款。"
            f"每笔许可使用费依专利池协议（文本SHA-256：{pool.agreement_sha256}）在成员之间分配至分："
            "提成费按其所属提成期内每日的成员份额逐日分配，其他款项按应付日与到账日中较早一日的成员份额分配。"
            "成员的加入、退出和份额变动自约定之日起生效，不溯及既往，不影响本许可。"
        )
        en = (
            "The licensor operates the pool and licenses and collects in its own name under the "
            "members' signed mandates. Each fee is divided among the members to the fen by the pool "
            f"agreement (SHA-256 of the text: {pool.agreement_sha256}): a royalty day by day by the "
            "shares of its royalty period, any other amount by the shares of its due day or value "
            "day, whichever is earlier. Members who join or leave and changed shares count from an "
            "agreed day, never back, and do not touch this license."
        )
    return Draft("pool", "pool", ("专利池分配", "Pool"), zh, en)


def _public_text(text: PublicText) -> Draft:
    return Draft(
        "public_text",
        "public_text",
        ("许可文本", "License text"),
        f"适用公开的许可文本“{text.key}”第{text.version}版（SHA-256：{text.sha256}）。"
        "新版本只适用于新的许可信息。",
        f"The published license text “{text.key}”, version {text.version} (SHA-256: {text.sha256}) "
        "governs. A new version holds for new listings only.",
    )


def _late_interest(ppm: int) -> Draft:
    return Draft(
        "late_interest",
        "late_interest_ppm",
        ("逾期付款", "Delay"),
        f"逾期付款的，每逾期一日按未付金额的{percent(ppm)}支付违约金。",
        f"For each day of delay {percent(ppm)} of the unpaid amount is added.",
    )


def _materials(terms: Terms) -> Draft:
    listed_zh = terms.materials or "实施标的专利所需的技术资料"
    listed_en = terms.materials or "the materials needed to work the patent"
    days = terms.handover_days
    when_zh = "" if days is None else f"自生效之日起{days}日内"
    when_en = "" if days is None else f" within {days} days of effect"
    return Draft(
        "materials",
        "materials",
        ("资料交付", "Materials"),
        f"许可人{when_zh}向被许可人交付下列技术资料：{listed_zh}。",
        f"The licensor hands over{when_en}: {listed_en}.",
    )


def _secrecy(months: int) -> Draft:
    return Draft(
        "secrecy",
        "secrecy_months",
        ("保密", "Secrecy"),
        f"双方对因本合同获知的对方技术秘密和商业秘密负有保密义务，至许可期限届满后{months_zh(months)}止。",
        "Each side keeps the other's secrets learned under this contract until "
        f"{months_en(months)} after the license ends.",
    )


def _loss_of_right() -> Draft:
    return Draft(
        "loss_of_right",
        "",
        ("专利权无效或终止", "Invalidation and lapse"),
        "标的专利被宣告无效的，已经履行的许可使用费不予返还，但许可人有恶意或者不返还明显违反公平原则的除外；"
        "尚未支付的款项暂缓支付，由双方另行处理。标的专利权提前终止的，终止前已经产生的款项仍应支付，此后不再产生新的款项。",
        "If the patent is declared invalid, fees already paid are kept unless the licensor acted in bad "
        "faith or keeping them would be plainly unfair; unpaid amounts are put on hold until the sides "
        "settle them. If the patent lapses early, what had accrued stays due and nothing more accrues.",
        limits_liability=True,
    )


def _dispute(terms: Terms) -> Draft:
    dispute = terms.dispute
    if dispute.forum is Forum.ARBITRATION:
        zh, en = f"提交{dispute.body}仲裁", f"goes to arbitration by {dispute.body}"
    else:
        court_zh = dispute.body or "有管辖权的人民法院"
        zh, en = f"向{court_zh}起诉", f"goes to {dispute.body or 'the competent court'}"
    mediated = ROUTES[terms.route].needs_declaration
    mediate_zh = "也可以请求国务院专利行政部门调解；" if mediated else ""
    mediate_en = " They may ask the patent office to mediate." if mediated else ""
    return Draft(
        "dispute",
        "dispute",
        ("争议解决", "Disputes"),
        f"因本合同发生的争议，由双方协商解决；{mediate_zh}协商或者调解不成的，{zh}。",
        f"The sides settle disputes by talks.{mediate_en} What they cannot settle {en}.",
    )
