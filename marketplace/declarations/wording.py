"""Promotional wording 商业性宣传用语, which a declaration must not hold (细则 85(3), LAW 1.6).

Words are found and marked, never changed. Technical uses of the same words (唯一标识, 超级电容,
绝对湿度, 第一电极) are no promotion and stand in no pattern or behind ``unless``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple


class Promotion(StrEnum):
    """Why an examiner would object to a word."""

    SUPERLATIVE = "superlative"
    RANK = "rank"
    UNIQUE = "unique"
    GUARANTEE = "guarantee"
    BARGAIN = "bargain"
    CALL = "call"
    REPUTE = "repute"
    OUTLOOK = "outlook"


class Pattern(NamedTuple):
    """What is looked for, and the technical words in which it means no harm."""

    why: Promotion
    words: str
    unless: str | None = None


P = Promotion
_PLACES: Final = "国际|国内|世界|全球|全国|亚洲|行业|业内|同行业|同类(?:产品|技术)?|当今"
PATTERNS: Final = (
    Pattern(P.SUPERLATIVE, "最先进|最优惠|最畅销|最权威|最具(?:竞争力|价值|潜力)|最受欢迎|最完美"),
    Pattern(P.SUPERLATIVE, "最好的(?:产品|技术|选择|方案|专利|项目|机会)"),
    Pattern(P.SUPERLATIVE, "最佳(?:选择|品牌|产品|投资|机会|之选|性价比|拍档)"),
    Pattern(
        P.SUPERLATIVE,
        "顶级|顶尖(?:的)?(?:技术|水平|团队|专家|产品|品牌)|极品|极致(?:体验|性能|品质|享受)|王牌|神器|完美无缺|无可挑剔|尖端技术",
    ),
    Pattern(P.SUPERLATIVE, "史无前例|前所未有|无与伦比|无可比拟|绝无仅有|划时代|革命性|颠覆性"),
    Pattern(
        P.SUPERLATIVE,
        "超级",
        "超级(?:电容|计算|结构|稻|浸润|奥氏体|双相|工程塑料|链接|节点|细菌|电)",
    ),
    Pattern(P.SUPERLATIVE, "绝对(?:领先|优势|安全|有效|一流|可靠|保证|放心|划算)"),
    Pattern(
        P.RANK,
        f"(?:{_PLACES})(?:最?领先|最?先进|一流|首创|首个|首家|独创|第一)(?:水平|地位)?",
        f"(?:{_PLACES})第一(?:大|产|梯队|次|代)",
    ),
    Pattern(
        P.RANK,
        "填补(?:了)?(?:国内|国际|世界|行业|国内外|市场|技术|该领域)?(?:的)?(?:技术|市场)?空白",
    ),
    Pattern(
        P.RANK,
        "遥遥领先|首屈一指|数一数二|领先水平|(?:销量|排名|质量)第一|第一品牌|世界级|国家级水平",
    ),
    Pattern(P.UNIQUE, "独家|独一无二|独有技术|别无分号|仅此一家"),
    Pattern(P.UNIQUE, "(?:国内|全国|全球|世界|市场上|行业)唯一"),
    Pattern(
        P.GUARANTEE, "(?:保证|确保|承诺|包)(?:收益|盈利|赚钱|获利|回本|高回报|高收益|销路|成功率)"
    ),
    Pattern(
        P.GUARANTEE, "稳赚|包赚|零风险|无风险投资|一本万利|(?:高额|丰厚|可观的?)(?:回报|利润|收益)"
    ),
    Pattern(P.GUARANTEE, "回报率(?:高达|超过)|年收益(?:高达|超过)|无效退款|包教包会|万无一失"),
    Pattern(
        P.BARGAIN, "(?:超|最|极)低价|低价(?:许可|转让|出让|供应|促销|格)|低价(?=[，。！;；、\\s]|$)"
    ),
    Pattern(P.BARGAIN, "特价|促销|优惠价|超值|(?:限时|惊喜|特别)(?:优惠|特惠|抢购|折扣|免费|价)"),
    Pattern(
        P.BARGAIN,
        "抢购|甩卖|打(?:[一二三四五六七八九]折|折(?:优惠|促销|销售|出售))|[一二三四五六七八九]折(?:优惠|起)|清仓|买一送一|物超所值|性价比(?:极|超|最)高",
    ),
    Pattern(P.BARGAIN, "免费(?:赠送|送|大放送)|赠品|秒杀|机不可失|名额有限|先到先得|欲购从速"),
    Pattern(
        P.CALL,
        "欢迎(?:广大)?(?:新老)?(?:客户|企业|厂家|各界)?(?:来电|来函|咨询|洽谈|选购|订购|合作|加盟|垂询)",
    ),
    Pattern(
        P.CALL,
        "(?:详情|有意者?)(?:请)?(?:致电|来电|咨询|联系)|(?:咨询|订购|招商|服务)热线|招商加盟|诚招",
    ),
    Pattern(
        P.CALL,
        "(?:加|添加)微信|扫码(?:咨询|关注|了解|购买)|立即(?:购买|抢购|咨询|订购)|点击(?:购买|咨询)",
    ),
    Pattern(
        P.REPUTE,
        "(?:驰名|著名|知名)(?:商标|品牌|企业|专家|教授|高校)|名牌(?:产品)?|明星(?:产品|项目)|金牌",
    ),
    Pattern(
        P.REPUTE,
        "(?:专家|权威|政府|央视)(?:一致)?(?:推荐|认可|好评)|(?:用户|客户)(?:一致)?好评|口碑(?:极佳|良好|载道)|享誉",
    ),
    Pattern(
        P.OUTLOOK,
        "前景(?:十分|非常|极其|极为|无限)?(?:广阔|光明|可观|看好|无限)|商机无限|潜力(?:巨大|无限)",
    ),
    Pattern(
        P.OUTLOOK,
        "(?:巨大|广阔|无限)(?:的)?(?:商机|市场(?:前景|潜力|空间)?|商业价值|经济效益|发展空间)",
    ),
    Pattern(
        P.OUTLOOK,
        r"\b(?:huge|enormous|unlimited|bright)\s+(?:market|potential|prospects?|future)\b",
    ),
    Pattern(
        P.SUPERLATIVE,
        r"\b(?:best[- ](?:ever|in[- ]class|choice)|unbeatable|unrivall?ed|cutting[- ]edge"
        r"|revolutionary|state[- ]of[- ]the[- ]art)\b",
    ),
    Pattern(P.RANK, r"\bworld(?:'s)?[- ](?:leading|first|class|beating)\b|\bindustry[- ]leading\b"),
    Pattern(P.GUARANTEE, r"\bguaranteed?\s+(?:returns?|profits?|income)\b|\brisk[- ]free\b"),
    Pattern(P.BARGAIN, r"\b(?:limited[- ]time|special|bargain)\s+(?:offer|price)\b|\bact now\b"),
    Pattern(P.CALL, r"\b(?:call|order|buy)\s+(?:now|today)\b"),
)
ON_LISTINGS: Final = frozenset(Promotion) - {Promotion.OUTLOOK}
"""A listing may say that its market is large; a declaration states facts only."""

_FOUND: Final = tuple(
    (each.why, re.compile(each.words, re.IGNORECASE), each.unless and re.compile(each.unless))
    for each in PATTERNS
)


@dataclass(frozen=True)
class Mark:
    """A promotional word in a text: ``text[start:end]``."""

    start: int
    end: int
    why: Promotion
    word: str


class Piece(NamedTuple):
    """A stretch of a text, with why it is marked (None where it is not)."""

    text: str
    why: Promotion | None = None


def marks(text: str, kinds: frozenset[Promotion] = frozenset(Promotion)) -> tuple[Mark, ...]:
    """The promotional words of these kinds in the order of the text, none overlapping another."""
    found = sorted(_all(text, kinds), key=lambda mark: (mark.start, -mark.end))
    kept: list[Mark] = []
    for mark in found:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return tuple(kept)


def pieces(text: str, kinds: frozenset[Promotion] = frozenset(Promotion)) -> list[Piece]:
    """The text in stretches, for a page that marks the words; together they are the text."""
    made, at = [], 0
    for mark in marks(text, kinds):
        made += [Piece(text[at : mark.start]), Piece(mark.word, mark.why)]
        at = mark.end
    return [piece for piece in [*made, Piece(text[at:])] if piece.text]


def promotional(text: str, kinds: frozenset[Promotion] = frozenset(Promotion)) -> list[str]:
    """The promotional words of a text, each once, in its order."""
    return list(dict.fromkeys(mark.word for mark in marks(text, kinds)))


def _all(text: str, kinds: frozenset[Promotion]) -> Iterator[Mark]:
    for why, words, unless in _FOUND:
        if why in kinds:
            for hit in words.finditer(text):
                if not (unless and unless.match(text, hit.start())):
                    yield Mark(hit.start(), hit.end(), why, hit.group())
