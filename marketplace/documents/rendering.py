"""A record becomes PDF bytes: the same record, the same bytes, on every machine.

Typst sets the text with the fonts of ``static/fonts`` only. All data travel as one JSON value, so
that no text of a user is ever read as markup. The result is PDF/A-2u (which includes PDF/A-2b).
"""

import datetime
import hashlib
import json
import re
import threading
from functools import cache
from pathlib import Path
from typing import Any, Literal

import segno
import typst

from marketplace.documents.fonts import FOLDER, printable
from marketplace.documents.frame import frame_texts, required_keys

TEMPLATES: Path = Path(__file__).parent / "typst"

MARK = "marketplace-document:"
"""Precedes the document id in the metadata of each of our files; verification looks for it."""

_STANDARD: Literal["a-2u"] = "a-2u"
_QR_MASK = 2
_DARK = re.compile(rb"\x01+")
_compiling = threading.Lock()


class UnknownTemplate(ValueError):
    """There is no such document template."""


def render(template: str, data: dict[str, Any]) -> bytes:
    """Set ``data`` with ``typst/<template>.typ``; returns the PDF.

    ``data`` needs ``document_id``, ``language`` (``zh`` or ``en``), ``title``, ``date`` (ISO day,
    becomes the document's date) and ``operator``; a ``verification_url`` is shown as a QR code;
    ``draft`` true marks a preview. The rest is the template's own (see the template's head).
    ValueError names what is missing.
    """
    required_keys(data)
    shown = _printable(data)
    shown["frame"] = frame_texts(data["language"])
    shown["mark"] = MARK + data["document_id"]
    if data.get("verification_url"):
        shown["qr"] = qr_picture(data["verification_url"])
    return compile_template(template, shown, day=datetime.date.fromisoformat(data["date"]))


def compile_template(template: str, data: dict[str, Any], *, day: datetime.date) -> bytes:
    """Compile a template of ours with ``data``; ``day`` is the document's fixed date."""
    path = TEMPLATES / f"{template}.typ"
    if template not in template_names():
        raise UnknownTemplate(template)
    moment = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    with _compiling:
        pdf = typst.compile(
            str(path),
            root=str(TEMPLATES),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
            pdf_standards=_STANDARD,
            timestamp=moment,
        )
    return bytes(pdf)


@cache
def template_names() -> frozenset[str]:
    """The templates that exist."""
    return frozenset(path.stem for path in TEMPLATES.glob("*.typ"))


@cache
def template_sha256(template: str) -> str:
    """A fingerprint of a template with the common part: which layout a document was set in."""
    if template not in template_names():
        raise UnknownTemplate(template)
    digest = hashlib.sha256()
    for name in ("common", template):
        digest.update((TEMPLATES / f"{name}.typ").read_bytes())
    return digest.hexdigest()


def qr_picture(url: str) -> str:
    """The QR code of ``url`` as SVG text (error correction M). One mask for all: readers take any,
    and weighing the eight against each other costs as much as setting a page."""
    code = segno.make(url, error="m", micro=False, mask=_QR_MASK)
    size = len(code.matrix)
    runs = "".join(
        f"M{run.start()} {row}h{len(run[0])}v1h-{len(run[0])}z"
        for row, modules in enumerate(code.matrix)
        for run in _DARK.finditer(modules)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}">'
        f'<path fill="#1c2430" d="{runs}"/></svg>'
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)]
    )


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    return value
