"""Recordal 专利实施许可合同备案: of an open license (审查指南 5-11-7) and of a contract (局令62号 8, 9)."""

from marketplace.documents.sheets.common import AGENCY_PAPERS, OFFICE
from marketplace.documents.sheets.fields import Basis, Field, Group, Table
from marketplace.registration.tables import parts

_EG7 = "审查指南 5-11-7"
_FORM_RECALLED = (
    "标注“以系统表单为准”的栏目名称和次序尚未对照现行申请表确认，填报时请核对系统。",
    "Fields marked “as the office's form has it” are not confirmed against the present form.",
)
_UNCONFIRMED_PROOF = (
    "无偿或者未届付款期的，以说明代替支付凭证；该做法未经国家知识产权局确认。",
    "Where nothing is due yet a statement stands in for the voucher; offices have not confirmed it.",
)
_LATE = (
    "逾期仍可办理，提交双方盖章的逾期说明。",
    "Late filing is possible with an explanation sealed by both parties.",
)


def _license(contract: str, day_zh: str, day_en: str) -> Group:
    return Group(
        "许可情况",
        "License",
        (
            Field("license_type", "许可种类", "Type of license", "agreement.type",
                  article=parts.O62_9),
            Field("concluded_on", day_zh, day_en, contract, basis=Basis.RECALLED),
            Field("effective_on", "合同生效日", "In effect from", "agreement.effective_on",
                  article="实施细则 15(2)"),
            Field("last_day", "许可期限届满日", "Last day", "agreement.last_day",
                  article=parts.O62_9),
            Field("territory", "许可地域", "Territory", "terms.territory", basis=Basis.RECALLED),
            *parts.fee(),
        ),
    )  # fmt: skip


OPEN = Table(
    title=("开放许可实施合同备案 填报对照稿", "Recordal of an open license: copy sheet"),
    office=OFFICE,
    groups=(
        Group(
            "开放许可声明",
            "Declaration",
            (
                Field("declaration_number", "开放许可声明编号", "Declaration number",
                      "declaration.number", article="审查指南 5-11-5"),
                Field("announced_on", "声明公告日", "Announced on", "declaration.announced_on",
                      article="审查指南 5-11-5"),
            ),
        ),
        parts.patents(),
        parts.party("licensor", "许可人", "Licensor", article=parts.O62_9),
        parts.party("licensee", "被许可人", "Licensee", article=parts.O62_9),
        _license("agreement.delivered_on", "书面通知送达日", "Notice delivered on"),
        Group(
            "证明许可达成的文件",
            "Proof of the license",
            (
                Field("notice_on", "被许可人书面通知（发出日）", "Written notice (sent on)",
                      "agreement.notice_on", article=_EG7),
                Field("payment_proof", "支付凭证或者说明", "Proof of payment or statement",
                      "payment.text", article=_EG7),
            ),
        ),
        parts.requester(_EG7),
    ),
    papers=(
        ("备案申请表，由请求人签字或者盖章", "Application form, signed or sealed by the requester"),
        ("被许可人的书面通知（本包所附文件）", "The licensee's written notice (in this package)"),
        ("支付凭证或者说明（本包所附）", "Proof of payment or statement (in this package)"),
        ("请求人身份证明", "Identity proof of the requester"),
        *AGENCY_PAPERS,
        ("经办人身份证明", "Identity proof of the handler"),
    ),
    notices=(_FORM_RECALLED, _UNCONFIRMED_PROOF, _LATE),
    takes_payment=True,
)  # fmt: skip

ORDINARY = Table(
    title=("专利实施许可合同备案 填报对照稿", "Recordal of a license contract: copy sheet"),
    office=OFFICE,
    groups=(
        parts.patents(),
        parts.party("licensor", "许可人", "Licensor", article=parts.O62_9),
        parts.party("licensee", "被许可人", "Licensee", article=parts.O62_9),
        _license("agreement.concluded_on", "合同签订日", "Contract concluded on"),
        parts.requester("局令62号第8条"),
    ),
    papers=(
        ("备案申请表，由许可人签字或者盖章", "Application form, signed or sealed by the licensor"),
        ("专利实施许可合同（本包所附签署件）", "The contract (in this package)"),
        ("双方当事人的身份证明", "Identity proof of both parties"),
        *AGENCY_PAPERS,
    ),
    notices=(_FORM_RECALLED, _LATE),
    takes_payment=True,
)


LATE = Group(
    "逾期说明",
    "Explanation of the delay",
    (
        Field("due_on", "备案期限届满日", "Due by", "filing.due_on", article="实施细则 15(2)"),
        Field("late_reason", "逾期原因", "Reason of the delay", entered=True,
              note=("逾期说明由双方盖章后随申请提交。", "The explanation is sealed by both parties."),
              basis=Basis.RECALLED),
    ),
)  # fmt: skip
"""Added to the form of a recordal whose day has passed."""

_REMINDER = (
    "办理期限和表格名称凭记忆整理，仅作提醒，以国家知识产权局的规定和系统表单为准。",
    "Day and names of the form are recalled; they remind only. The office's rules decide.",
)
_RECORDED = Group(
    "原备案",
    "Recordal",
    (
        Field("recordal_number", "原备案号", "Recordal number", "filing.recordal_number",
              article="审查指南 5-8-1.3.2.7"),
        Field("recorded_on", "备案日", "Recorded on", "filing.recorded_on",
              basis=Basis.RECALLED),
    ),
)  # fmt: skip

CHANGE = Table(
    title=("专利实施许可合同备案变更 填报对照稿", "Change of the recordal: copy sheet"),
    office=OFFICE,
    groups=(
        _RECORDED,
        parts.patents("审查指南 5-8-1.3.2.7"),
        parts.party("licensor", "许可人", "Licensor"),
        parts.party("licensee", "被许可人", "Licensee"),
        Group(
            "变更事项",
            "Change",
            (
                Field("changed_item", "变更项目", "Changed item", article="审查指南 5-8-1.3.2.7",
                      entered=True),
                Field("before", "变更前", "Before", article="审查指南 5-8-1.3.2.7", entered=True),
                Field("after", "变更后", "After", article="审查指南 5-8-1.3.2.7", entered=True),
                Field("last_day", "许可期限届满日（变更后）", "Last day (after)",
                      "agreement.last_day", basis=Basis.RECALLED, required=False),
            ),
        ),
        parts.requester(),
    ),
    papers=(
        ("备案变更申请表", "Application for the change"),
        ("补充协议（变更的证明文件）", "The amendment, as proof of the change"),
        *AGENCY_PAPERS,
    ),
    notices=(_REMINDER,),
    gives_number=False,
)  # fmt: skip

CANCELLATION = Table(
    title=("专利实施许可合同备案注销 填报对照稿", "Cancellation of the recordal: copy sheet"),
    office=OFFICE,
    groups=(
        _RECORDED,
        parts.patents("审查指南 5-8-1.3.2.7"),
        parts.party("licensor", "许可人", "Licensor"),
        parts.party("licensee", "被许可人", "Licensee"),
        Group(
            "解除或者终止",
            "End",
            (
                Field("ended_on", "许可结束日", "Ended on", "filing.ended_on",
                      article="审查指南 5-8-1.3.2.7"),
                Field("end_reason", "结束原因", "Reason", "filing.end_reason",
                      basis=Basis.RECALLED, entered=True),
            ),
        ),
        parts.requester(),
    ),
    papers=(
        ("备案注销申请表", "Application for the cancellation"),
        ("合同解除或者履行完毕的证明文件", "Proof that the contract has ended"),
        *AGENCY_PAPERS,
    ),
    notices=(_REMINDER,),
    takes_agreement=False,
    gives_number=False,
)  # fmt: skip
