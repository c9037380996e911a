"""The amendment 补充协议 (民法典 543, 544)."""

from marketplace.agreements.legal import TERMS, FixedClause, LegalText

SIGNING = FixedClause(
    "电子签署",
    "双方约定以数据电文形式订立本文件。签署人为有权代表单位的授权签署人，签署前重新验证身份，签署行为、时间"
    "与所签文本的哈希值一并记录且不可更改（电子签名法第三条、第十三条第二款）。平台签署记录不是任何一方的"
    "印章。",
    "Electronic signature",
    "The parties agree to make this paper as a data message. An authorized signatory, "
    "re-authenticated just before, signs; the act, its time and the hash of the text are recorded "
    "unchangeably (Electronic Signature Law 3, 13(2)). The platform's record is no party's seal.",
)

AMENDMENT = LegalText(
    key="amendment",
    version="amendment/1",
    title="专利实施许可合同补充协议",
    title_en="Amendment to a patent license contract",
    clauses=(
        FixedClause(
            "原合同",
            "双方于{signed}订立《{contract}》（平台合同标识：{id}，以下称原合同）。"
            "经协商一致，双方对原合同作如下变更（民法典第五百四十三条）。",
            "The contract",
            "On {signed} the parties concluded the contract “{contract_en}” (id {id}"
            "). They agree to change it as follows (Civil Code 543).",
        ),
        FixedClause("变更原因", "{words}", "Why it is changed", "{words}"),
        TERMS,
        FixedClause(
            "变更前已到期的款项",
            "本补充协议生效前付款期限已经届至的款项，以及计算期间已经届满的提成，仍按变更前的约定支付；"
            "已经支付的款项不因本补充协议退还。尚未到期的款项按变更后的约定支付；跨越生效日的提成期间，"
            "整个期间按变更后的约定计算。变更后的约定所定付款日早于生效日的，以生效日为付款日。",
            "What was due before",
            "Amounts whose day of payment has come, and royalties whose period is over, before this "
            "amendment takes effect are paid as agreed before; what is paid is not paid back. Later "
            "amounts follow the new terms; a royalty period that spans the day of effect follows "
            "them as a whole. An amount whose day would lie before falls due on the day of effect.",
            limits_liability=True,
        ),
        FixedClause(
            "其余约定",
            "除上述变更外，原合同的其他约定继续有效；本补充协议是原合同的组成部分，与原合同不一致的，以本补充"
            "协议为准。未在本补充协议中载明的事项，推定为未变更（民法典第五百四十四条）。",
            "Everything else",
            "Apart from these changes the contract stays as it is. This amendment is part of it and "
            "prevails where they differ; what it does not state is presumed unchanged (Civil Code "
            "544).",
        ),
        FixedClause(
            "生效与备案变更",
            "本补充协议自双方签署之日起生效。原合同已经备案的，许可人应当及时办理专利实施许可合同备案的变更手续，"
            "被许可人予以配合。",
            "Effect and change of the recordal",
            "This amendment takes effect on the day on which both sides have signed. Where the "
            "contract is recorded, the licensor has the change recorded without delay; the licensee assists.",
        ),
        SIGNING,
    ),
)
