"""Assignment of a patent for a price or for shares (专利法 10, 民法典 862 以下)."""

from marketplace.agreements.legal.clauses import TERMS, FixedClause, LegalText
from marketplace.agreements.legal.supplements import DELIVERY

TRANSFER = LegalText(
    key="transfer_contract",
    version="transfer_contract/2",
    title="专利权转让合同",
    title_en="Patent assignment contract",
    clauses=(
        FixedClause(
            "转让的生效",
            "专利权的转让自国家知识产权局登记之日起生效（专利法第十条第三款）。",
            "Effect of the assignment",
            "The assignment takes effect on its registration by the patent office (Patent Law "
            "10(3)).",
        ),
        TERMS,
        FixedClause(
            "在先许可",
            "转让前已经订立的专利实施许可合同继续有效，转让人已向受让人披露其名称、期限与费用安排。",
            "Earlier licenses",
            "License contracts made before continue; the assignor has disclosed their parties, "
            "terms and fees to the assignee.",
        ),
        FixedClause(
            "转让人的保证",
            "转让人保证其是所列专利的合法权利人，专利权有效，除已披露的以外不存在质押、保全等权利负担。",
            "Assignor's warranties",
            "The assignor warrants that it is the lawful owner, that the patents are in force, and "
            "that they carry no pledge, seizure or other burden but those disclosed.",
        ),
        FixedClause(
            "登记手续",
            "双方自合同成立之日起三个月内共同办理专利权转让登记，转让人提供办理所需的全部文件。",
            "Registration",
            "Within three months of conclusion the parties register the assignment together; the "
            "assignor provides all papers.",
        ),
        DELIVERY,
        FixedClause(
            "电子签署",
            "双方约定以数据电文形式订立本合同，签署人经身份复核后的签署行为、时间与文本哈希值一并记录；"
            "平台签署记录不是任何一方的印章。",
            "Electronic signature",
            "The parties contract by data message; the act, its time and the hash of the text are "
            "recorded after re-authentication. The platform's record is no party's seal.",
        ),
    ),
)

EQUITY = LegalText(
    key="equity_contribution",
    version="equity_contribution/1",
    title="以专利权作价入股协议",
    title_en="Contribution of patents for shares",
    clauses=(
        FixedClause(
            "出资的标的与方式",
            "转让人以所列专利权作价出资，取得本协议载明的公司股权；受让人为接受出资的公司，或者为该公司接受专利权的一方。"
            "依法应当评估作价的，作价以双方认可的评估结论为依据。",
            "Object of the contribution",
            "The assignor contributes the patents in kind and receives the shares of the company named "
            "here; the assignee is that company, or takes the patents for it. Where the law asks for "
            "an appraisal, the value rests on one that both sides accept.",
        ),
        TERMS,
        FixedClause(
            "财产权转移与股权登记",
            "专利权自国家知识产权局登记转让之日起转移（专利法第十条第三款）。专利权登记转移后，受让人应当及时办理股东名册"
            "变更和公司登记；因受让人原因未能办理的，转让人可以请求返还专利权并要求赔偿损失。",
            "Passing of the right and registration of the shares",
            "The right passes with registration by the patent office (Patent Law 10(3)). The assignee "
            "then has the shares entered in the register of members and at company registration; if "
            "that fails for its reasons, the assignor may ask for the patents back and for damages.",
        ),
        *(each for each in TRANSFER.clauses[2:]),
    ),
)
