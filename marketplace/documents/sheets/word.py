"""Copy sheets as editable DOCX, written straight as WordprocessingML so that three hundred take
seconds: parts and styles come from one empty document made once, the text is ours."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final
from xml.sax.saxutils import escape

import docx as word
from docx.oxml.ns import qn
from docx.shared import Mm

from marketplace.documents.sheets.common import remarks

_FONT: Final = "Noto Serif CJK SC"
_STAMP: Final = (1980, 1, 1, 0, 0, 0)
_BODY: Final = "word/document.xml"
_CORE: Final = "docProps/core.xml"
_STYLES: Final = frozenset(
    {
        *("Normal", "DefaultParagraphFont", "TableNormal", "NoList"),
        *("Heading1", "Heading1Char", "Heading2", "Heading2Char", "ListBullet", "TableGrid"),
    }
)
"""The styles that a sheet uses; the others are many times its own size."""
_WIDTHS: Final = (2600, 4400, 2300)
"""Twips; together the width of the text on the page."""
_THUMBNAIL: Final = re.compile(rb"<Relationship [^>]*thumbnail[^>]*/>")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def docx(payload: dict[str, Any]) -> bytes:
    """An editable copy sheet; the same bytes for the same payload."""
    moment = datetime.fromisoformat(payload["prepared_at"]).replace(tzinfo=None)
    head, tail = dict(_skeleton())[_BODY].split(b"<w:body>", 1)
    section = b"<w:sectPr" + tail.split(b"<w:sectPr", 1)[1]
    body = "".join(_blocks(payload)).encode()
    own = {
        _BODY: head + b"<w:body>" + body + section,
        _CORE: _core(payload["title"]["zh"], moment),
    }
    return _archive(own, begun=_common_parts())


@cache
def _common_parts() -> bytes:
    """What every copy sheet shares, packed once: styles weigh more than all that is written."""
    return _archive({name: data for name, data in _skeleton() if name not in {_BODY, _CORE}})


def _archive(parts: Mapping[str, bytes], begun: bytes = b"") -> bytes:
    out = io.BytesIO(begun)
    with zipfile.ZipFile(out, "a") as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()


def _blocks(payload: dict[str, Any]) -> Iterator[str]:
    yield _paragraph(payload["title"]["zh"], "Heading1")
    yield _paragraph(payload["office"]["zh"])
    for notice in payload["notices"]:
        yield _paragraph(notice["zh"], "ListBullet")
    for group in payload["groups"]:
        yield _paragraph(group["title"]["zh"], "Heading2")
        yield _table(group["fields"])
    if payload["papers"]:
        yield _paragraph("另行提交的文件", "Heading2")
        for paper in payload["papers"]:
            yield _paragraph(paper["zh"], "ListBullet")


def _paragraph(text: str, style: str = "") -> str:
    shape = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{shape}{_run(text)}</w:p>"


def _run(text: str) -> str:
    """Text with its line breaks; characters that XML cannot hold are left out."""
    lines = _ILLEGAL.sub("", text).split("\n")
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:r>{inner}</w:r>"


def _table(fields: list[dict[str, Any]]) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    rows = "".join(
        _row(field["label"]["zh"], field["text"], remarks(field, "zh")) for field in fields
    )
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'
    )


def _row(*texts: str) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(text)}</w:tc>'
        for width, text in zip(_WIDTHS, texts, strict=True)
    )
    return f"<w:tr>{cells}</w:tr>"


def _core(title: str, moment: datetime) -> bytes:
    instant = moment.isoformat(timespec="seconds") + "Z"
    days = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{instant}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator></dc:creator>{days}"
        "</cp:coreProperties>"
    ).encode()


@cache
def _skeleton() -> tuple[tuple[str, bytes], ...]:
    """The parts of an empty document with our font in its styles."""
    document = word.Document()
    style = document.styles["Normal"]
    style.font.name = _FONT
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    for other in [each for each in document.styles if each.style_id not in _STYLES]:
        other.delete()
    for key, link in list(document.part.rels.items()):
        if link.reltype.endswith("/stylesWithEffects"):
            document.part.drop_rel(key)
    raw = io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source:
        return tuple(
            (name, _THUMBNAIL.sub(b"", source.read(name)))
            for name in source.namelist()
            if not name.startswith("docProps/thumbnail")
        )
