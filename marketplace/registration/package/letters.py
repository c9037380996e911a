"""Letters that the parties stamp themselves, as editable DOCX: the explanation of a late filing."""

from typing import Any

from marketplace.documents.sheets import word

_NOTE = "逾期仍可办理。请双方核对、填写并盖章后随申请提交；本说明不是平台出具的文件。"


def late_explanation(payload: dict[str, Any]) -> bytes:
    """The explanation for ``payload["late"]``, with places for both parties' seals."""
    late, record = payload["late"], payload["record"]
    rows = [
        ("合同", record["agreement"]["title"]),
        ("合同生效日", record["agreement"]["effective_on"] or ""),
        ("备案期限届满日", late["due_on"]),
        ("本材料备齐时已逾期", f"{late['days']} 日"),
        ("逾期原因", late["reason"]),
    ]
    seals = [
        (f"许可人：{record['licensor']['name']}", "（盖章）          年    月    日"),
        (f"被许可人：{record['licensee']['name']}", "（盖章）          年    月    日"),
    ]
    return word.docx(
        {
            "title": {"zh": "专利实施许可合同逾期备案说明"},
            "office": {"zh": "国家知识产权局："},
            "prepared_at": payload["prepared_at"],
            "notices": [{"zh": _NOTE}],
            "groups": [_group("逾期情况", rows), _group("双方盖章", seals)],
            "papers": [],
        }
    )


def _group(title: str, rows: list[tuple[str, str]]) -> dict[str, Any]:
    blank = {"mark": {"zh": ""}, "note": {"zh": ""}, "article": ""}
    return {
        "title": {"zh": title},
        "fields": [{"label": {"zh": label}, "text": text, **blank} for label, text in rows],
    }
