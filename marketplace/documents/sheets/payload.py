"""A filled field table as plain data, from which every file of a sheet is made."""

from typing import Any

from marketplace.documents.sheets.common import remarks, source_text
from marketplace.documents.sheets.fields import MARKS, Entry, Group, Table

Filled = list[tuple[Group, list[Entry]]]


def both(texts: tuple[str, str]) -> dict[str, str]:
    """A text in the two languages."""
    return {"zh": texts[0], "en": texts[1]}


def table_data(table: Table, filled: Filled) -> dict[str, Any]:
    """Title, office, groups, papers and notices of a sheet: integers, texts and lists only."""
    return {
        "title": both(table.title),
        "office": both(table.office),
        "groups": [
            {
                "title": {"zh": group.zh, "en": group.en},
                "fields": [_field(entry) for entry in rows],
            }
            for group, rows in filled
        ],
        "papers": [both(paper) for paper in table.papers],
        "notices": [both(notice) for notice in table.notices],
    }


def printed(payload: dict[str, Any], facts: list[dict[str, str]]) -> dict[str, Any]:
    """What ``copysheet.typ`` prints of a sheet, with ``facts`` at its head."""
    return {
        "title": payload["title"]["zh"],
        "office": payload["office"]["zh"],
        "facts": facts,
        "notices": [notice["zh"] for notice in payload["notices"]],
        "groups": [*_groups(payload), *_papers(payload)],
    }


def _field(entry: Entry) -> dict[str, Any]:
    field = entry.field
    return {
        "key": field.key,
        "label": {"zh": field.zh, "en": field.en},
        "value": entry.raw,
        "text": entry.text,
        "required": field.required,
        "source": "answers." + field.key if entry.answered else field.source,
        "basis": field.basis.value,
        "mark": both(MARKS[field.basis]),
        "note": both(field.note),
        "article": field.article,
    }


def _groups(payload: dict[str, Any]) -> list[dict[str, Any]]:
    order, groups = 0, []
    for group in payload["groups"]:
        rows = []
        for field in group["fields"]:
            order += 1
            rows.append(
                {
                    "order": str(order),
                    "label": field["label"]["zh"],
                    "value": field["text"] or "—",
                    "source": source_text(field["source"]),
                    "note": remarks(field, "zh"),
                }
            )
        groups.append({"title": group["title"]["zh"], "fields": rows})
    return groups


def _papers(payload: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [
        {"order": str(number), "label": paper["zh"], "value": "□ 由填报人备齐"}
        for number, paper in enumerate(payload["papers"], start=1)
    ]
    return [{"title": "另行提交的文件", "fields": rows}] if rows else []
