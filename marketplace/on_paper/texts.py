"""The record of a contract that was signed elsewhere: what was entered, from which paper."""

import hashlib
from typing import Any, Final

from marketplace.agreements import texts
from marketplace.agreements.legal import TERMS, FixedClause, LegalText
from marketplace.agreements.models import Agreement
from marketplace.agreements.texts import AgreementText
from marketplace.on_paper.models import PaperContract
from marketplace.terms.routes import ROUTES
from marketplace.types import canonical_json

VERSION: Final = "paper_contract/1"
SUBTITLE: Final = {"zh": "非本平台签署", "en": "Not signed on this platform"}

_NATURE = FixedClause(
    "性质",
    "本登记表依当事人在本平台之外签署的合同原件录入，非本平台签署。本平台未见证其签署，不证明原件的真实性；"
    "登记内容与原件不一致的，以原件为准。",
    "Nature",
    "This record was entered from the original of a contract that the parties signed outside this "
    "platform. The platform did not witness the signing and does not certify the original; where "
    "the record and the original differ, the original governs.",
)
_SOURCE = FixedClause(
    "原件",
    "合同编号：{number}。签订日期：{signed_on}。生效日期：{effective_on}。原件共{pages}页。"
    "扫描件 SHA-256：{sha256}。由{organization}录入，并由录入人以外的人员对照扫描件核对。",
    "Original",
    "Contract number: {number}. Signed on {signed_on}, in effect from {effective_on}. The original "
    "has {pages} pages. SHA-256 of the scan: {sha256}. Entered by {organization} and compared with "
    "the scan by another person.",
)


def build(paper: PaperContract, agreement: Agreement) -> AgreementText:
    """The canonical record, hash-pinned like every text; its figures come from the terms record."""
    name = ROUTES[paper.route]
    said = {
        "number": paper.contract_number or "—",
        "signed_on": paper.signed_on.isoformat(),
        "effective_on": paper.effective_on.isoformat(),
        "pages": paper.pages,
        "sha256": paper.scan_sha256,
        "organization": paper.organization.name,
    }
    source = FixedClause(
        _SOURCE.heading,
        _SOURCE.text.format(**said),
        _SOURCE.heading_en,
        _SOURCE.text_en.format(**said),
    )
    text = LegalText(
        key="paper_contract",
        version=VERSION,
        title=f"{name.name_zh}合同登记表"
        if name.passes_right
        else f"专利实施许可合同登记表（{name.name_zh}）",
        title_en=f"Record of a contract for {name.name_en}",
        clauses=(_NATURE, source, TERMS),
    )
    record: dict[str, Any] = texts.record_of(agreement, text)
    record |= {"subtitle": SUBTITLE, "paper": {**said, "entry": paper.public_id}}
    return AgreementText(VERSION, record, hashlib.sha256(canonical_json(record)).hexdigest())
