"""Confirmation of an open license: nothing beyond the announcement (审查指南 第五部分第十一章)."""

from marketplace.agreements.legal.clauses import TERMS, FixedClause, LegalText

OPEN_CONFIRMATION = LegalText(
    key="open_license",
    version="open_license/1",
    title="专利开放许可实施合同确认书",
    title_en="Confirmation of an open patent license",
    says_itself=frozenset({"effect", "improvements", "loss_of_right", "dispute"}),
    clauses=(
        FixedClause(
            "性质",
            "本确认书记载经国家知识产权局公告的专利开放许可声明与被许可人的实施开放许可书面通知。"
            "许可的内容以公告的声明为准；本确认书不增加、不减少公告之外的权利义务。",
            "Nature",
            "This confirmation states the open license declaration announced by the patent office "
            "and the licensee's written notice. The announced declaration governs; nothing is "
            "added to it and nothing taken away.",
        ),
        FixedClause(
            "书面通知",
            "被许可人以签署本确认书的方式，书面通知专利权人其依照公告的声明实施所列专利，"
            "并依照公告的许可使用费支付方式、标准支付许可使用费。",
            "Written notice",
            "By signing, the licensee notifies the patentee in writing that it will exploit the "
            "listed patent under the announced declaration and pay as announced.",
        ),
        TERMS,
        FixedClause(
            "生效",
            "被许可人的书面通知送达专利权人，且许可使用费已依照公告的支付方式、标准支付的，"
            "自二者中较晚之日起，本开放许可实施合同生效；公告的支付方式在通知送达时无须付款的，"
            "自通知送达之日起生效（专利法第五十一条第一款）。付款之日以银行入账日为准。",
            "Effect",
            "The license takes effect on the later of the notice's arrival and payment as "
            "announced; where nothing is due yet, on the arrival of the notice (Patent Law "
            "51(1)). The bank's value day counts as the day of payment.",
        ),
        FixedClause(
            "声明撤回",
            "专利权人撤回开放许可声明的，自国家知识产权局公告撤回之日起不再产生新的开放许可；"
            "撤回不影响在先给予的开放许可的效力（专利法第五十条第二款）。",
            "Withdrawal",
            "A withdrawal ends new licenses from the day on which the office announces it; it does "
            "not affect licenses already given (Patent Law 50(2)).",
        ),
        FixedClause(
            "备案",
            "专利权人或者被许可人可以凭能够证明达成许可的书面文件，向国家知识产权局办理专利实施许可"
            "合同备案（专利法实施细则第八十七条）；自合同生效之日起三个月内办理（同细则第十五条）。",
            "Recordal",
            "Patentee or licensee may have the license recorded at the patent office with written "
            "proof of it (Implementing Regulations 87), within three months of effect (15).",
        ),
        FixedClause(
            "争议解决",
            "就实施开放许可发生纠纷的，由当事人协商解决；不愿协商或者协商不成的，可以请求国家知识产权局"
            "进行调解，也可以向人民法院起诉（专利法第五十二条）。",
            "Disputes",
            "Disputes are settled by negotiation; failing that, by mediation of the patent office "
            "or before the people's court (Patent Law 52).",
        ),
    ),
)
