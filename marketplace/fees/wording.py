"""The words of the statement, Chinese for filing and English for reading (not gettext)."""

from collections.abc import Iterator
from dataclasses import dataclass

from marketplace.fees.figures import decimal, money, rate
from marketplace.fees.inputs import FACTOR_FORMULA
from marketplace.fees.ranges import FeeRange, Guidance, Method, Unit
from marketplace.terms.enums import Afterwards, RoyaltyBase, Span
from marketplace.terms.parts import Instalment, Limit, Royalty, Tier
from marketplace.terms.record import Terms
from marketplace.types import Money


@dataclass(frozen=True)
class Wording:
    """One language's sentences; ``words`` holds its short texts by key."""

    language: str
    title: str
    basis_head: str
    words: dict[str, str]
    methods: dict[Method, str]

    def fee(self, terms: Terms) -> Iterator[str]:
        """What is declared: one line per part of the fee, every figure from the record."""
        yield self.words["fee_head"]
        lines = [*self._window(terms), *self._parts(terms)]
        yield from lines or [self.words["free"]]

    def basis(self, guidance: Guidance) -> Iterator[str]:
        """One line per range; a range of amounts also for the whole period."""
        for each in guidance.ranges:
            yield self._range(each, guidance.years)

    def closing(self, guidance: Guidance | None) -> str:
        """How the figures were calculated, and whose decision the fee is."""
        if guidance is None:
            return self.words["own_decision"]
        return self.words["calculation"].format(
            n=guidance.expected_licensees,
            formula=FACTOR_FORMULA,
            factor=decimal(guidance.licensee_factor, 4),
            years=guidance.years,
        )

    def _window(self, terms: Terms) -> Iterator[str]:
        window = terms.free_window
        if window:
            key = "window_months" if window.months else "window_through"
            after = "window_ends" if window.afterwards is Afterwards.ENDS else "window_priced"
            yield (
                self.words[key].format(months=window.months, day=window.through) + self.words[after]
            )
        if terms.deferral:
            yield self.words["deferral"]
            if terms.deferral.cap_fen:
                yield self.words["deferral_cap"].format(amount=self._money(terms.deferral.cap_fen))

    def _parts(self, terms: Terms) -> Iterator[str]:
        for key, part in (("entry_fee", terms.entry_fee), ("lump_sum", terms.lump_sum)):
            if part:
                when = self.words["within" if part.due_days else "at_once"].format(
                    days=part.due_days
                )
                yield self.words[key].format(amount=self._money(part.amount_fen), when=when)
        for number, instalment in enumerate(terms.instalments, start=1):
            yield self._instalment(number, instalment)
        if terms.royalty:
            yield from self._royalty(terms.royalty)
        if terms.trial and terms.trial.price_fen:
            yield self.words["price"].format(amount=self._money(terms.trial.price_fen))
        if terms.transfer and terms.transfer.price_fen:
            yield self.words["price"].format(amount=self._money(terms.transfer.price_fen))

    def _instalment(self, number: int, instalment: Instalment) -> str:
        due, repeat = instalment.due, instalment.repeat
        if due.on:
            when = self.words["on_day"].format(day=due.on)
        elif due.milestone:
            when = self.words["at_milestone"].format(milestone=due.milestone)
        else:
            when = self.words["after_months"].format(months=due.months)
        line = self.words["instalment"].format(
            number=number, when=when, amount=self._money(instalment.amount_fen)
        )
        if repeat is None:
            return line
        key = "repeat_times" if repeat.times else "repeat"
        return line + self.words[key].format(months=repeat.every_months, times=repeat.times)

    def _royalty(self, royalty: Royalty) -> Iterator[str]:
        base = self.words[f"base_{royalty.base.value}"]
        for tier in royalty.tiers:
            yield self.words["royalty"].format(
                base=base, reach=self._reach(tier, royalty), rate=self._rate(tier, royalty)
            )
        for key, limit in (("minimum", royalty.minimum), ("cap", royalty.cap)):
            if limit:
                yield self._limit(key, limit)

    def _reach(self, tier: Tier, royalty: Royalty) -> str:
        if tier.up_to is None:
            return self.words["above"] if len(royalty.tiers) > 1 else ""
        counted = royalty.base is RoyaltyBase.OUTPUT
        up_to = f"{tier.up_to} {royalty.unit}" if counted else self._money(tier.up_to)
        return self.words["up_to"].format(up_to=up_to)

    def _rate(self, tier: Tier, royalty: Royalty) -> str:
        if tier.fen_per_unit is None:
            return str(rate(tier.rate_ppm or 0))
        return self.words["per_unit"].format(
            amount=self._money(tier.fen_per_unit), unit=royalty.unit
        )

    def _limit(self, key: str, limit: Limit) -> str:
        span = self.words["span_year" if limit.span is Span.ROYALTY_YEAR else "span_license"]
        return self.words[key].format(span=span, amount=self._money(limit.amount_fen))

    def _range(self, each: FeeRange, years: int) -> str:
        n = self.words["n"].format(n=each.n) if each.n else ""
        values = {"method": self.methods[each.method], "n": n, "as_of": each.as_of}
        if each.unit.is_rate:
            low, high = rate(each.low), rate(each.high)
            return self.words["range_rate"].format(low=low, high=high, **values)
        if each.unit is Unit.FEN_FOR_PERIOD:
            return self.words["range_license"].format(
                low=self._money(each.low), high=self._money(each.high), **values
            )
        total = each.over(years)
        return self.words["range_fee"].format(
            low=self._money(each.low),
            high=self._money(each.high),
            years=years,
            total_low=self._money(total.low),
            total_high=self._money(total.high),
            **values,
        )

    def _money(self, fen: int) -> str:
        if self.language == "en":
            return f"CNY {Money(fen).yuan()}"
        return f"人民币{money(fen)}"


CHINESE = Wording(
    "zh_CN",
    "专利开放许可使用费计算依据和方式的简要说明",
    "二、计算依据（参考口径）",
    {
        "fee_head": "一、许可使用费支付方式、标准",
        "free": "许可使用费支付方式为无偿：被许可人无需支付许可使用费。",
        "window_months": "自合同生效起{months}个月内无偿",
        "window_through": "自合同生效至{day}（含当日）无偿",
        "window_ends": "，期满许可终止。",
        "window_priced": "，期满后按下列标准支付。",
        "deferral": "先使用后付费：付费触发条件成就前无须付款，成就后按下列标准支付。",
        "deferral_cap": "支付总额最高为{amount}。",
        "entry_fee": "入门费为{amount}，{when}。",
        "lump_sum": "许可使用费支付方式为一次总付，标准为{amount}，{when}。",
        "at_once": "于起算当日付清",
        "within": "自起算之日起{days}日内付清",
        "instalment": "分期支付第{number}期：{when}支付{amount}",
        "on_day": "于{day}",
        "after_months": "自起算之日起满{months}个月",
        "at_milestone": "于节点“{milestone}”验收后",
        "repeat": "（此后每{months}个月支付一次）。",
        "repeat_times": "（每{months}个月支付一次，共{times}次）。",
        "royalty": "提成支付：以{base}为基数{reach}，提成率为{rate}。",
        "base_net_sales": "净销售额",
        "base_profit": "利润额",
        "base_output": "产量",
        "above": "（超过前述数额的部分）",
        "up_to": "（提成年度内累计不超过{up_to}的部分）",
        "per_unit": "每{unit}{amount}",
        "minimum": "最低提成费为{span}{amount}。",
        "cap": "最高提成费为{span}{amount}。",
        "span_year": "每提成年度",
        "span_license": "整个许可期限",
        "price": "价格为{amount}。",
        "n": "（样本数{n}件）",
        "range_fee": (
            "{method}{n}，截至{as_of}：单件专利年均参考区间为{low}至{high}，"
            "按许可期限{years}年测算的参考区间为{total_low}至{total_high}。"
        ),
        "range_license": "{method}{n}，截至{as_of}：单件专利许可使用费参考区间为{low}至{high}。",
        "range_rate": "{method}{n}，截至{as_of}：净销售额提成率参考区间为{low}至{high}。",
        "calculation": (
            "三、计算方式\n预期被许可人{n}名，被许可人数系数{formula}，取值{factor}，许可期限{years}年。"
            "除发布平台成交统计、可比专利挂牌费用标准外，各参考区间为单一被许可人口径的数值乘以该系数。上述估算采用发布平台自有模型，仅供参考，"
            "许可使用费由专利权人自行确定，对所有被许可人适用相同标准。"
        ),
        "own_decision": (
            "二、计算依据和方式\n许可使用费由专利权人根据专利的技术成熟度、市场前景和实施成本自行确定，"
            "对所有被许可人适用相同标准。"
        ),
    },
    {
        Method.OWN_USE: "专利权人自行实施收益",
        Method.EARLIER_LICENSE: "本专利曾许可的使用费",
        Method.INDUSTRY_STATISTICS: "同行业专利实施许可备案统计",
        Method.ANNUAL_STATISTICS: "全国专利实施许可备案年度统计",
        Method.PUBLISHED_ROYALTY: "国际上公开的提成率",
        Method.OWN_DEALS: "发布平台同行业成交合同统计",
        Method.APPRAISAL: "资产评估值年金折算",
        Method.ASKED_FEES: "可比专利挂牌费用标准",
    },
)

ENGLISH = Wording(
    "en",
    "Brief statement of the basis and way of calculation of the open license fee",
    "2. Basis (for reference)",
    {
        "fee_head": "1. Method and standard of payment",
        "free": "The license is free of charge.",
        "window_months": "Free of charge for {months} months from effect",
        "window_through": "Free of charge through {day}",
        "window_ends": "; the license then ends.",
        "window_priced": "; afterwards payable as follows.",
        "deferral": "Use first, pay later: nothing is payable before the trigger, then as follows.",
        "deferral_cap": "At most {amount} is payable in all.",
        "entry_fee": "The entry fee is {amount}, payable {when}.",
        "lump_sum": "The fee is a lump sum of {amount}, payable {when}.",
        "at_once": "at once",
        "within": "within {days} days",
        "instalment": "Instalment {number}: {amount} is payable {when}",
        "on_day": "on {day}",
        "after_months": "after {months} months",
        "at_milestone": "when the milestone “{milestone}” is accepted",
        "repeat": ", then again every {months} months.",
        "repeat_times": ", every {months} months, {times} times.",
        "royalty": "The royalty on {base}{reach} is {rate}.",
        "base_net_sales": "net sales",
        "base_profit": "profit",
        "base_output": "output",
        "above": " beyond the steps before",
        "up_to": " up to {up_to} within a royalty year",
        "per_unit": "{amount} per {unit}",
        "minimum": "The minimum royalty is {amount} {span}.",
        "cap": "The maximum royalty is {amount} {span}.",
        "span_year": "per royalty year",
        "span_license": "for the whole license",
        "price": "The price is {amount}.",
        "n": " (n = {n})",
        "range_fee": (
            "{method}{n}, as of {as_of}: reference range per patent and year {low} to {high}; "
            "reference range for {years} years {total_low} to {total_high}."
        ),
        "range_license": "{method}{n}, as of {as_of}: reference range per patent {low} to {high}.",
        "range_rate": "{method}{n}, as of {as_of}: reference range on net sales {low} to {high}.",
        "calculation": (
            "3. Calculation\n{n} licensees are expected; the coefficient {formula} is {factor}; the "
            "period is {years} years. Each reference range is the figure for a single licensee times "
            "the coefficient, except those of contracts on this site and of asked fees. This is the site's own model, for reference only; the patentee decides "
            "the fee, which is the same for all licensees."
        ),
        "own_decision": (
            "2. Basis and calculation\nThe patentee decides the fee by maturity, market and cost of "
            "use; it is the same for all licensees."
        ),
    },
    {
        Method.OWN_USE: "The patentee's own use",
        Method.EARLIER_LICENSE: "An earlier license of this patent",
        Method.INDUSTRY_STATISTICS: "Recorded licenses of the same industry",
        Method.ANNUAL_STATISTICS: "Recorded licenses of a year, all industries",
        Method.PUBLISHED_ROYALTY: "Published royalty rates",
        Method.OWN_DEALS: "Contracts on this site in the same industry",
        Method.APPRAISAL: "Annuity of the appraised value",
        Method.ASKED_FEES: "Asked fees of comparable patents",
    },
)

WORDINGS = {"zh_CN": CHINESE, "en": ENGLISH}
