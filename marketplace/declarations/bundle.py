"""All copy sheets of many declarations in one ZIP: written file by file, so that memory stays
bounded; its manifest names the SHA-256 of every other file and is signed (PRODUCT §7)."""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from marketplace import clock
from marketplace.declarations import materials
from marketplace.declarations.material_models import Act
from marketplace.declarations.models import Declaration
from marketplace.declarations.sheets import making
from marketplace.declarations.subjects import open_co_owners
from marketplace.documents.sheets import office, word
from marketplace.documents.sheets.archive import MANIFEST, SIGNATURE, manifest_bytes, sign

VOLUME: Final = 50
"""Declarations in one PDF: handy to print, and one run of the typesetter."""
_STAMP: Final = (1980, 1, 1, 0, 0, 0)
_IN_MEMORY: Final = 8 * 1024 * 1024
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
    out = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - handed to the caller
    digests: dict[str, str] = {}
    rows: list[tuple[str, ...]] = []
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in _contents(declarations, rows):
            digests[name] = hashlib.sha256(data).hexdigest()
            _add(archive, name, data)
        manifest = manifest_bytes(digests, {"kind": "declaration-sheets/1", "count": len(rows)})
        _add(archive, MANIFEST, manifest)
        _add(archive, SIGNATURE, sign(manifest))
    out.seek(0)
    return out


def _contents(
    declarations: Sequence[Declaration], rows: list[tuple[str, ...]]
) -> Iterator[tuple[str, bytes]]:
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


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _STAMP)
    packed = name.endswith((".docx", ".pdf", ".xlsx"))
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)
