"""All copy sheets of many declarations in one ZIP: written file by file, so that memory stays
bounded; its manifest names the SHA-256 of every other file and is signed (PRODUCT §7)."""

import json
from collections.abc import Iterator, Sequence
from typing import IO, Any, Final

from marketplace import clock
from marketplace.declarations import materials
from marketplace.declarations.material_models import Act
from marketplace.declarations.models import Declaration
from marketplace.declarations.sheets import making
from marketplace.declarations.subjects import open_co_owners
from marketplace.documents.sheets import archive, office, word

VOLUME: Final = 50
"""Declarations in one PDF: handy to print, and one run of the typesetter."""
_HEAD: Final = (
    "序号",
    "专利号",
    "专利名称",
    "专利权人",
    "支付方式",
    "支付标准",
    "许可期限",
    "联系方式",
    "尚缺材料",
    "共有专利权人未同意",
    "状态",
    "条款记录 SHA-256",
)


def write(declarations: Sequence[Declaration]) -> IO[bytes]:
    """The ZIP in a temporary file, from its beginning; the caller closes it."""
    about = {"kind": "declaration-sheets/1", "count": len(declarations)}
    return archive.write(_contents(declarations), about)


def _contents(declarations: Sequence[Declaration]) -> Iterator[tuple[str, bytes]]:
    rows: list[tuple[str, ...]] = []
    for start in range(0, len(declarations), VOLUME):
        volume: list[dict[str, Any]] = []
        part = declarations[start : start + VOLUME]
        for order, declaration in enumerate(part, start=start + 1):
            payloads = making.sheets(declaration)
            volume += payloads
            rows.append(_row(order, declaration, payloads[0]))
            yield from _files(declaration, payloads)
        name = f"填报对照稿_{start + 1:03d}-{start + len(part):03d}.pdf"
        yield name, making.pdf(volume, "专利开放许可声明 填报对照稿")
    moment = clock.now().replace(microsecond=0, tzinfo=None)
    yield "清单.xlsx", office.overview(_HEAD, rows, title="声明清单", moment=moment)


def _files(declaration: Declaration, payloads: list[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
    folder = declaration.patent.number
    for payload in payloads:
        yield f"{folder}/{making.FILE_NAMES[payload['kind']]}.docx", word.docx(payload)
    text = json.dumps({"sheets": payloads}, ensure_ascii=False, sort_keys=True, indent=1)
    yield f"{folder}/declaration.json", text.encode()


def _row(order: int, declaration: Declaration, payload: dict[str, Any]) -> tuple[str, ...]:
    texts = {
        field["key"]: field["text"] for group in payload["groups"] for field in group["fields"]
    }
    wanting = [each.key for each in materials.checklist(declaration) if each.problem is not None]
    return (
        str(order),
        declaration.patent.certificate_number,
        declaration.patent.title,
        texts["patentees"],
        texts["payment_way"],
        texts["standard"],
        texts["period"],
        declaration.contact,
        "、".join(MATERIALS_ZH[key] for key in wanting),
        "、".join(each.name for each in open_co_owners(declaration, Act.DECLARE)),
        declaration.status.value,
        declaration.terms_sha256,
    )


MATERIALS_ZH: Final = {
    materials.MaterialKey.FORM: "声明",
    materials.MaterialKey.STATEMENT: "简要说明",
    materials.MaterialKey.COMMITMENT: "承诺书",
    materials.MaterialKey.REPORT: "专利权评价报告",
    materials.MaterialKey.PLEDGEE: "质权人同意书",
    materials.MaterialKey.CO_OWNERS: "共有专利权人同意声明",
    materials.MaterialKey.AGENCY: "专利代理委托",
}
