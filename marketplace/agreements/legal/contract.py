"""The ordinary license, and the trial license with conversion (民法典 第三编第二十章)."""

from marketplace.agreements.legal.clauses import TERMS, FixedClause, LegalText
from marketplace.agreements.legal.supplements import DELIVERY, PAY_LATER, POOL

_WARRANTY = FixedClause(
    "许可人的保证",
    "许可人保证其是所列专利的合法权利人或者有权许可；所列专利在本合同签署时有效，不存在尚在有效期限内的"
    "独占或者排他许可，质押的已经质权人同意。许可人在合同有效期内按期缴纳年费，并积极应对宣告无效请求。",
    "Licensor's warranties",
    "The licensor warrants that it is the lawful owner or entitled to license; that the patents "
    "are in force at signing, not under a valid exclusive or sole license, and if pledged, "
    "licensed with the pledgee's consent. It pays the annuities and answers invalidation requests.",
)
_LIMITS = FixedClause(
    "不保证事项",
    "许可人不保证实施所列专利取得特定的经济效益，也不对被许可人的生产条件、市场销售承担责任；"
    "法律另有规定或者许可人故意隐瞒的除外。",
    "What is not warranted",
    "The licensor does not warrant any particular profit and is not liable for the licensee's "
    "production or sales, unless the law says otherwise or facts were concealed on purpose.",
    limits_liability=True,
)
_INFRINGEMENT = FixedClause(
    "侵权的处理",
    "任何一方发现第三人侵犯所列专利权的，应当及时通知对方，由许可人决定维权措施，被许可人予以协助。"
    "被许可人按照约定实施专利侵害他人合法权益的，由许可人承担责任，法律另有规定的除外"
    "（民法典第八百七十四条）。",
    "Infringement",
    "Either party tells the other of infringement; the licensor decides on action and the licensee "
    "assists. If exploitation as agreed infringes rights of others, the licensor is liable unless "
    "the law says otherwise (Civil Code 874).",
)
_BREACH = FixedClause(
    "逾期付款与停止实施",
    "被许可人未按约定支付许可使用费的，应当补交并按照约定承担违约责任。经许可人书面催告，在催告载明的"
    "期限内仍不补交的，应当停止实施专利（民法典第八百七十三条）；补交后可以恢复实施。",
    "Late payment and stop of use",
    "A licensee that does not pay as agreed makes good and answers for the breach. If it does not "
    "pay within the deadline of a written demand it stops using the patent (Civil Code 873), and "
    "may resume once it has paid.",
)
_SUCCESSION = FixedClause(
    "专利权转让",
    "许可人转让所列专利权的，不影响本合同的效力，受让人承继许可人在本合同项下的权利义务。",
    "Assignment of the patent",
    "An assignment of the patents does not affect this contract; the assignee takes the "
    "licensor's place.",
)
_RECORDAL = FixedClause(
    "备案与登记",
    "本合同自生效之日起三个月内由许可人办理专利实施许可合同备案（专利法实施细则第十五条）；"
    "技术合同认定登记由许可人办理一次。被许可人予以配合。",
    "Recordal and registration",
    "The licensor has this contract recorded within three months of effect (Implementing "
    "Regulations 15) and registers it once as a technology contract; the licensee assists.",
)
_SIGNING = FixedClause(
    "电子签署",
    "双方约定以数据电文形式订立本合同，并约定以下条件下的签署为可靠的电子签名：签署人为有权代表单位的"
    "授权签署人，签署前重新验证身份，签署行为、时间与所签文本的哈希值一并记录且不可更改"
    "（电子签名法第三条、第十三条第二款）。平台签署记录不是任何一方的印章。",
    "Electronic signature",
    "The parties agree to contract by data message, and agree that a signature is reliable where "
    "an authorized signatory, re-authenticated just before, signs and the act, its time and the "
    "hash of the text are recorded unchangeably (Electronic Signature Law 3, 13(2)). The "
    "platform's record of signing is no party's seal.",
)

_CLAUSES = (
    TERMS,
    _WARRANTY,
    _LIMITS,
    _INFRINGEMENT,
    _BREACH,
    _SUCCESSION,
    _RECORDAL,
    DELIVERY,
    _SIGNING,
)

ORDINARY = LegalText(
    key="ordinary_license",
    version="ordinary_license/2",
    title="专利实施许可合同（普通许可）",
    title_en="Patent license contract (ordinary license)",
    clauses=_CLAUSES,
)

PAY_LATER_LICENSE = LegalText(
    key="pay_later_license",
    version="pay_later_license/1",
    title="专利实施许可合同（先使用后付费）",
    title_en="Patent license contract (ordinary license, use first, pay later)",
    clauses=(TERMS, *PAY_LATER, *_CLAUSES[1:]),
)

POOL_LICENSE = LegalText(
    key="pool_license",
    version="pool_license/1",
    title="专利池许可合同（普通许可）",
    title_en="Patent pool license contract (ordinary license)",
    clauses=(TERMS, *POOL, *_CLAUSES[1:]),
)

TRIAL = LegalText(
    key="trial_license",
    version="trial_license/3",
    title="专利实施许可合同（先用后转）",
    title_en="Patent license contract (trial, then conversion)",
    clauses=(
        FixedClause(
            "试用",
            "被许可人在试用期内以普通许可方式试用所列专利，试用期满前书面反馈评估结论，"
            "并选择按本合同载明的方式和价格转化，或者退回。选择转化的，双方按照本合同载明的方式、价格和期限另行订立"
            "合同，任何一方不得另附条件；该合同成立之日为转化日，此前试用继续，此后双方的权利义务依该合同执行。"
            "退回的，被许可人停止实施并返还技术资料。",
            "Trial",
            "During the trial the licensee uses the patents under an ordinary license, reports its "
            "evaluation in writing before the end, and chooses conversion as stated here or "
            "return. On conversion the parties conclude a contract of its own as stated here in kind, "
            "price and period, and neither adds conditions; its conclusion is the day of conversion. "
            "The trial goes on until then; afterwards that contract governs. On return the licensee "
            "stops using the patents and gives the materials back.",
        ),
        *_CLAUSES,
    ),
)
