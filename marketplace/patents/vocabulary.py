"""Reading cells that hold one word of a closed vocabulary, in the words that lists use."""

import re

from marketplace.errors import N_
from marketplace.patents.cells import NOTHING, Problem, Reading, is_nothing, plain_text, unread
from marketplace.patents.enums import (
    Implementation,
    LegalStatus,
    Maturity,
    PatentKind,
    ReportConclusion,
    Willingness,
)


def read_kind(text: str) -> Reading:
    """The kind of patent a cell names; values that are no granted patent are problems."""
    plain = plain_text(text)
    if plain in NOTHING:
        return Reading()
    if re.search(r"发明(专利)?(申请|公开|公布)|application", plain):
        return Reading(
            problem=Problem(
                "kind_not_granted",
                N_(
                    "“%(value)s” is an application that is not granted. Only granted patents can "
                    "be licensed here; take the row out or correct the kind."
                ),
                {"value": text[:60]},
            )
        )
    for pattern, kind in _KINDS:
        if re.search(pattern, plain):
            return Reading(kind)
    return Reading(
        problem=Problem(
            "kind_unknown",
            N_("“%(value)s” is no kind of patent. Write 发明, 实用新型 or 外观设计."),
            {"value": text[:60]},
        )
    )


_KINDS = (
    (r"实用新型|utility|^[29]$|^um$|新型", PatentKind.UTILITY_MODEL),
    (r"外观|design|^3$", PatentKind.DESIGN),
    (r"发明|invention|^[18]$", PatentKind.INVENTION),
)


def read_legal_status(text: str) -> Reading:
    """有效, 终止, 全部无效, 部分无效, 中止 and what databases write instead of them."""
    plain = plain_text(text)
    if plain in NOTHING:
        return Reading()
    for pattern, status in _STATUSES:
        if re.search(pattern, plain):
            return Reading(status)
    return unread("status_unreadable", _STATUS_HELP, text)


_STATUS_HELP = N_("“%(value)s” is no legal status. Write 有效, 终止, 全部无效, 部分无效 or 中止.")
_STATUSES = (
    (r"部分无效|partly", LegalStatus.PARTLY_INVALID),
    (r"全部无效|宣告无效|无效宣告|wholly", LegalStatus.WHOLLY_INVALID),
    (r"中止|stay|suspend", LegalStatus.STAYED),
    (
        r"终止|失效|期限届满|期满|届满|未缴年费|放弃|terminat|expire|lapse|cease",
        LegalStatus.TERMINATED,
    ),
    (
        r"^有效|有权|^授权|专利权维持|^维持|权利转移|^valid|in ?force|grant|active",
        LegalStatus.VALID,
    ),
)


def read_yes_no(text: str) -> Reading:
    plain = plain_text(text)
    if plain in NOTHING:
        return Reading()
    if plain in {"是", "有", "y", "yes", "true", "1", "√", "✓", "属于"}:
        return Reading(True)
    if plain in {"否", "无", "n", "no", "false", "0", "×", "x", "不属于", "不是"}:
        return Reading(False)
    return unread("yes_no_unreadable", N_("“%(value)s” is neither 是 nor 否. Write one."), text)


def read_implementation(text: str) -> Reading:
    plain = plain_text(text)
    if plain in NOTHING:
        return Reading()
    if re.search(r"未|否|^no|not", plain):
        return Reading(Implementation.NOT_IMPLEMENTED)
    if re.search(r"实施|是|许可|转让|^yes|implement|产业化", plain):
        return Reading(Implementation.IMPLEMENTED)
    return unread(
        "implementation_unreadable",
        N_("“%(value)s” is neither 已实施 nor 尚未实施. Write one."),
        text,
    )


def read_willingness(text: str) -> Reading:
    """The ways of transfer a cell names; 普通许可, 独占许可 and 排他许可 are all 许可."""
    if is_nothing(text):
        return Reading()
    found: list[str] = []
    unknown: list[str] = []
    for piece in re.split(r"[,，;；、|/\n]", text):
        plain = plain_text(piece)
        values = [value for pattern, value in _WAYS if re.search(pattern, plain)][:1]
        found.extend(values)
        if plain not in NOTHING and not values:
            unknown.append(piece.strip())
    problem = None
    if unknown:
        problem = Problem(
            "willingness_unreadable",
            N_("“%(value)s” is no willingness. Write 许可, 开放许可, 转让, 作价入股 or 暂无意愿."),
            {"value": "、".join(unknown)[:60]},
        )
    return Reading(list(dict.fromkeys(found)) or None, problem)


_WAYS = (
    (r"暂无|无意愿|^无$|^否$|^none$|不转化", Willingness.NONE.value),
    (r"开放许可|open", Willingness.OPEN_LICENSE.value),
    (r"许可|licen[cs]|先使用后付费", Willingness.LICENSE.value),
    (r"作价|入股|出资|equity|share", Willingness.EQUITY.value),
    (r"转让|出售|transfer|assign|sale", Willingness.TRANSFER.value),
    (r"自行|自用|自主|产业化|own", Willingness.OWN_USE.value),
)


def read_maturity(text: str) -> Reading:
    plain = plain_text(text)
    if plain in NOTHING:
        return Reading()
    for pattern, maturity in _MATURITIES:
        if re.search(pattern, plain):
            return Reading(maturity)
    return unread(
        "maturity_unreadable",
        N_("“%(value)s” is no stage of maturity. Write 样品, 试生产, 小批量生产 or 批量生产."),
        text,
    )


_MATURITIES = (
    (r"小批|工程应用|small", Maturity.SMALL_BATCH),
    (r"批量|量产|成熟应用|mass", Maturity.MASS_PRODUCTION),
    (r"试生产|中试|应用开发|pilot", Maturity.PILOT),
    (r"样品|样机|实验|小试|概念|原理|sample|laborator", Maturity.SAMPLE),
)


def read_grade(text: str) -> Reading:
    """One to five stars, in Chinese or Arabic figures or as stars."""
    plain = plain_text(text)
    if plain in NOTHING:
        return Reading()
    if set(plain) <= {"★", "☆"} and 1 <= plain.count("★") <= 5:
        return Reading(plain.count("★"))
    match = re.fullmatch(r"([一二三四五1-5])(星级?|级|颗星|stars?)?", plain.replace(" ", ""))
    if match:
        return Reading("一二三四五".find(match[1]) + 1 or int(match[1]))
    return unread("grade_unreadable", N_("“%(value)s” is no grade. Write 一星 to 五星."), text)


def read_report_conclusion(text: str) -> Reading:
    plain = plain_text(text)
    if plain in NOTHING:
        return Reading()
    if "未发现" in plain:  # the office's words: 未发现…不符合授予专利权条件的缺陷
        return Reading(ReportConclusion.POSITIVE)
    if re.search(r"符合|positive|维持", plain) and "不符合" not in plain:
        return Reading(ReportConclusion.POSITIVE)
    if re.search(r"不符合|存在.*缺陷|negative", plain):
        return Reading(ReportConclusion.NEGATIVE)
    if re.search(r"^(无|没有|未出具|未作出|否|none|no)$", plain):
        return Reading(ReportConclusion.NONE)
    return unread(
        "report_unreadable",
        N_("“%(value)s” does not say what the report concludes. Write 符合, 不符合 or 无."),
        text,
    )
