"""The end of a contract before its time: by agreement, or by one side's notice (民法典 562–567)."""

from marketplace.agreements.legal import FixedClause, LegalText
from marketplace.deeds.legal.amendment import SIGNING

_USE = FixedClause(
    "停止实施与资料返还",
    "自合同解除之日起，被许可人停止实施所列专利，并将许可人交付的技术资料及其复制件返还或者销毁；"
    "专利权已经终止或者被宣告无效的除外。",
    "Stop of use and return of materials",
    "From the day of termination the licensee stops using the patents and returns or destroys the "
    "materials handed over, unless the patent has ended or was declared invalid.",
)
_PERFORMED = FixedClause(
    "已履行与未履行的部分",
    "合同解除前已经履行的，不再返还；解除前已经到期而未支付的许可使用费，仍应支付；尚未履行的，终止履行"
    "（民法典第五百六十六条）。专利权被宣告无效的，依照专利法第四十七条办理。",
    "What was and was not performed",
    "What was performed before is not returned; fees that were due before the termination stay "
    "owed; what is not yet performed is no longer to be performed (Civil Code 566). Where the "
    "patent was declared invalid, Patent Law 47 applies.",
    limits_liability=True,
)
_LEFT_TO_LAW = FixedClause(
    "已履行与未履行的部分",
    "尚未履行的，终止履行；解除前已经到期而未支付的许可使用费，仍应支付；已经履行的，根据履行情况和合同性质"
    "处理，本通知不影响请求赔偿损失的权利（民法典第五百六十六条）。专利权被宣告无效的，依照专利法第四十七条"
    "办理。",
    "What was and was not performed",
    "What is not yet performed is no longer to be performed; fees due before stay owed; what was "
    "performed is dealt with by its state and the nature of the contract, and damages may still be "
    "claimed (Civil Code 566). Where the patent was declared invalid, Patent Law 47 applies.",
)
_SURVIVES = FixedClause(
    "继续有效的约定",
    "合同的解除不影响结算、清理条款以及保密、争议解决约定的效力（民法典第五百零七条、第五百六十七条）。",
    "What continues",
    "The termination does not affect clauses on settlement, secrecy and disputes (Civil Code 507, "
    "567).",
)
_RECORDAL = FixedClause(
    "备案注销",
    "原合同已经备案的，由许可人办理专利实施许可合同备案注销手续，对方予以配合。",
    "Cancellation of the recordal",
    "Where the contract is recorded, the licensor has the recordal cancelled; the other side "
    "assists.",
)

TERMINATION_AGREEMENT = LegalText(
    key="termination_agreement",
    version="termination_agreement/1",
    title="专利实施许可合同解除协议",
    title_en="Agreement to end a patent license contract",
    clauses=(
        FixedClause(
            "合同解除",
            "双方于{signed}订立《{contract}》（平台合同标识：{id}，以下称原合同）。"
            "{ground}，双方同意自本协议双方签署之日起解除原合同（{article}）。",
            "End of the contract",
            "On {signed} the parties concluded the contract “{contract_en}” (id {id}"
            "). {ground_en}, they end it on the day on which both have signed this "
            "agreement ({article}).",
        ),
        FixedClause("结算安排", "{words}", "Settlement", "{words}"),
        _PERFORMED,
        _USE,
        _SURVIVES,
        _RECORDAL,
        SIGNING,
    ),
)

TERMINATION_NOTICE = LegalText(
    key="termination_notice",
    version="termination_notice/1",
    title="专利实施许可合同解除通知",
    title_en="Notice of termination of a patent license contract",
    clauses=(
        FixedClause(
            "解除通知",
            "{sender}致{receiver}：双方于{signed}订立《{contract}》（平台合同标识：{id}，"
            "以下称原合同）。{ground}，现依照{article}通知解除原合同。",
            "Notice",
            "{sender} to {receiver}: on {signed} the parties concluded the contract “{contract_en}” "
            "(id {id}). {ground_en}, the contract is hereby terminated "
            "({article}).",
        ),
        FixedClause("解除事由", "{words}", "Facts", "{words}"),
        FixedClause(
            "解除的时间",
            "原合同自本通知到达对方时解除。对方指定其在本平台的收件箱接收通知的，本通知进入该收件箱时到达；"
            "未指定的，自对方知道或者应当知道本通知进入该收件箱时到达（民法典第一百三十七条、第五百六十五条）。"
            "对方对解除有异议的，可以请求人民法院或者仲裁机构确认解除行为的效力。",
            "When it ends",
            "The contract ends when this notice arrives: where the other side designated its inbox on "
            "this site, when the notice enters it; else when the other side knows or should know "
            "of its entry (Civil Code 137, 565). Whoever objects may ask a court or arbitral body to "
            "decide whether the termination is effective.",
        ),
        _LEFT_TO_LAW,
        _USE,
        _SURVIVES,
        _RECORDAL,
    ),
)
