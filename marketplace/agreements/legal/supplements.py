"""Clauses that a kind of contract adds to the common ones: delivery of notices, pay later, pool.

No figure stands here: all are printed from the terms record.
"""

from marketplace.agreements.legal.clauses import FixedClause

DELIVERY = FixedClause(
    "通知与送达",
    "与本合同有关的通知以书面形式（含数据电文）发出。双方载明于本合同首部的地址以及各自在本平台的收件箱为送达地址；"
    "通知进入对方在本平台的收件箱时视为送达，以其他方式送达的，以签收或者有证据证明的到达时间为准。"
    "送达地址变更的，应当及时书面告知对方；未告知的，向原地址的送达有效。"
    "上述地址同时适用于争议解决程序中文书的送达。",
    "Notices and delivery",
    "Notices under this contract are given in writing (data messages included). The addresses at the "
    "head of this contract and each party's inbox on this platform are the addresses for delivery; a "
    "notice is delivered when it enters that inbox, else when it is signed for or shown to have "
    "arrived. A change of address is told in writing without delay; until then delivery to the former "
    "one is good. The same addresses serve for papers of dispute proceedings.",
)
PAY_LATER = (
    FixedClause(
        "先使用后付费补充条款：使用与告知",
        "被许可人自本合同生效之日起即可实施所列专利，不以付款为条件。被许可人应当如实保存实施、销售的记录；"
        "付费触发条件成就的，应当在知道之日起及时书面告知许可人，不得以不告知、迟延告知或者转由他人实施等方式"
        "规避付费触发条件。",
        "Pay-later supplement: use and information",
        "The licensee may exploit the patents from effect; payment is no condition. It keeps true "
        "records of use and sales, tells the licensor in writing without delay once the trigger of "
        "payment has occurred, and does not avoid the trigger by silence, delay or use through others.",
    ),
    FixedClause(
        "先使用后付费补充条款：担保与责任",
        "本合同约定由保险人、担保人承担保证或者保险责任的，其责任以另行签署的保险单、保证合同为准。"
        "付费触发条件未成就而本合同期限届满或者依法解除的，被许可人不负支付义务，但对已经成就的触发条件所对应的"
        "款项仍应支付。",
        "Pay-later supplement: security and liability",
        "Where an insurer or guarantor is named, its liability follows the policy or guarantee signed "
        "apart. If the contract runs out or is ended by law before any trigger has occurred, nothing "
        "is payable; what a trigger that has occurred made payable remains so.",
        limits_liability=True,
    ),
)
POOL = (
    FixedClause(
        "专利池的许可权限",
        "许可人作为专利池的运营单位，依池内各专利权人的授权，以自己的名义许可所列专利。许可人保证授权在签署时有效并"
        "覆盖所列全部专利；被许可人向许可人支付许可使用费，即视为向各专利权人履行完毕。",
        "Authority of the pool",
        "As operator of the pool the licensor licenses the patents in its own name, authorized by each "
        "patentee. It warrants that the mandates stand at signing and cover all the patents; payment to "
        "the licensor discharges the licensee towards every patentee.",
    ),
    FixedClause(
        "成员变动与收益分配",
        "专利池成员的加入、退出，不影响本合同已经许可的专利及其期限。许可使用费在成员之间的分配依入池协议办理，"
        "与被许可人无关。",
        "Change of members, division of fees",
        "Members joining or leaving do not affect the patents licensed here or their period. How the "
        "fees are divided among members follows the pool agreement and does not concern the licensee.",
    ),
)
