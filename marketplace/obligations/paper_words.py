"""The words of the room's papers: legal words, not gettext, for a paper is in the language of its
record and not of its reader."""

from typing import Any, Final

from marketplace.terms.enums import Reason

REASONS: Final[dict[str, dict[Reason, str]]] = {
    "zh": {
        Reason.ENTRY_FEE: "入门费",
        Reason.LUMP_SUM: "一次总付许可使用费",
        Reason.INSTALMENT: "分期许可使用费",
        Reason.ROYALTY: "提成费",
        Reason.MINIMUM_ROYALTY: "最低提成费差额",
        Reason.CONVERSION_PRICE: "转化价款",
        Reason.TRANSFER_PRICE: "转让价款",
        Reason.LATE_INTEREST: "逾期违约金",
    },
    "en": {
        Reason.ENTRY_FEE: "Entry fee",
        Reason.LUMP_SUM: "Lump sum",
        Reason.INSTALMENT: "Instalment",
        Reason.ROYALTY: "Royalty",
        Reason.MINIMUM_ROYALTY: "Top-up to the minimum royalty",
        Reason.CONVERSION_PRICE: "Price of the conversion",
        Reason.TRANSFER_PRICE: "Price of the assignment",
        Reason.LATE_INTEREST: "Default money for delay",
    },
}

WORDS: Final[dict[str, dict[str, Any]]] = {
    "zh": {
        "licensor": "许可人",
        "licensee": "被许可人",
        "patents": "标的专利",
        "agreement": "平台合同标识",
        "for": "款项",
        "period": "结算期间",
        "due_on": "付款截止日",
        "open": "待付金额",
        "account": "收款账户",
        "reference": "付款附言",
        "item": "计算项目",
        "figure": "数额",
        "figures": {
            "quantity": "本期提成基数",
            "cumulated_before": "本提成年度此前累计基数",
            "before_caps": "按提成标准计算",
            "minimum": "最低提成费",
            "reached": "已计提成费",
            "amount": "本期金额",
        },
        "terms": "条款记录 SHA-256",
        "dated": "{what}（{day}）",
        "computed": "各项数额由已签署的条款记录计算得出。",
        "bill": {
            "title": "提成费结算单",
            "number": "结算单号",
            "corrects": "冲减的结算单",
            "total": "应付合计",
            "note": "本结算单依据已接受的提成报告出具，不是发票；发票由许可人另行开具。",
        },
        "credit_note": {
            "title": "提成费冲减单",
            "number": "冲减单号",
            "corrects": "冲减的结算单",
            "total": "冲减合计",
            "note": "因提成报告更正，原结算单全额冲减，原件保留不变；更正后的金额以新出具的结算单为准。",
        },
        "reminder": {
            "title": "付款提醒函",
            "facts": "款项",
            "ahead": "贵方就“{title}”应付的{reason}{amount}，将于{due_on}到期，请按下列账户付款。",
            "late": "贵方就“{title}”应付的{reason}已于{due_on}到期，目前尚有{amount}未确认到账，请尽快付款。",
            "paid": "如已付款，请在平台上传付款回单；金额以银行起息日到账为准。",
            "note": "本函为提醒，不是催告，不影响合同约定的宽限期。",
        },
        "demand": {
            "title": "付款催告函",
            "facts": "催告款项",
            "due": "{amount}（{day}到期）",
            "late": "逾期违约金",
            "through": "{amount}（计至{day}）",
            "deadline": "补缴期限",
            "guarantee": "担保或者保险",
            "text": (
                "贵方与我方就“{title}”签订的专利实施许可合同已于{effective_on}生效。下列款项已逾期且宽限期届满，"
                "合计{amount}。现依据合同约定以及《中华人民共和国民法典》第五百六十三条、第八百七十三条予以催告，"
                "请于{deadline}前（含当日）补缴。"
            ),
            "consequence": (
                "至{deadline}仍未补缴的，贵方应当自次日起停止实施标的专利，补缴后恢复实施。合同不因此当然解除，"
                "已发生的款项和逾期违约金仍应支付。"
            ),
            "signer": "授权签署人",
            "served_on": "送达日",
            "note": "本函自送达被许可人在平台指定的收件箱时送达。平台签署记录不是当事人的印章或者签名。",
        },
    },
    "en": {
        "licensor": "Licensor",
        "licensee": "Licensee",
        "patents": "Patents",
        "agreement": "Agreement id",
        "for": "For",
        "period": "Period",
        "due_on": "Payable by",
        "open": "Open amount",
        "account": "Account",
        "reference": "Payment reference",
        "item": "Item",
        "figure": "Figure",
        "figures": {
            "quantity": "Base of the period",
            "cumulated_before": "Base cumulated before in the royalty year",
            "before_caps": "By the agreed rates",
            "minimum": "Minimum royalty",
            "reached": "Royalty charged so far",
            "amount": "Amount of the period",
        },
        "terms": "Terms record SHA-256",
        "dated": "{what} ({day})",
        "computed": "All figures follow from the signed terms record.",
        "bill": {
            "title": "Royalty bill",
            "number": "Bill no.",
            "corrects": "Takes back",
            "total": "Payable",
            "note": "Made from the accepted royalty report. Not a tax invoice: the licensor issues that.",
        },
        "credit_note": {
            "title": "Credit note",
            "number": "Credit note no.",
            "corrects": "Takes back bill",
            "total": "Taken back",
            "note": (
                "The royalty report was corrected. The earlier bill is taken back in full and is kept as "
                "it was; the corrected amount stands in the new bill."
            ),
        },
        "reminder": {
            "title": "Payment reminder",
            "facts": "Amount",
            "ahead": "For “{title}” the {reason} of {amount} falls due on {due_on}. Please pay to the account below.",
            "late": "For “{title}” the {reason} fell due on {due_on}; {amount} is not confirmed yet. Please pay soon.",
            "paid": "If you have paid, upload the slip on the site; the bank's value day counts.",
            "note": "This is a reminder, not a demand; the agreed days of grace are not touched by it.",
        },
        "demand": {
            "title": "Demand for payment",
            "facts": "What is demanded",
            "due": "{amount} (due {day})",
            "late": "Default money",
            "through": "{amount} (through {day})",
            "deadline": "Pay by",
            "guarantee": "Guarantee or insurance",
            "text": (
                "The license contract on “{title}” has been in effect since {effective_on}. The amounts below "
                "are overdue and the days of grace are over: {amount} in all. Under the contract and Articles "
                "563 and 873 of the Civil Code you are asked to pay by {deadline}, that day included."
            ),
            "consequence": (
                "If it is not paid by {deadline}, use of the patents stops from the next day until it is paid. "
                "The contract does not end by this; what has accrued and the default money stay due."
            ),
            "signer": "Signatory",
            "served_on": "Served on",
            "note": (
                "Served when it reached the inbox that the licensee designated on the site. The platform "
                "record is neither a seal nor a signature of a party."
            ),
        },
    },
}
