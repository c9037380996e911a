"""The papers that belong to an agreement, each by its SHA-256: those that stand at the signature are
part of the text, those that come later are listed on the sealed document."""

from collections.abc import Callable, Iterator

from marketplace.agreements.models import Agreement

Annex = dict[str, str]
_LATER: list[Callable[[Agreement], Iterator[Annex]]] = []


def annex(zh: str, en: str, sha256: str) -> Annex:
    """One annex by its names and hash."""
    return {"zh": zh, "en": en, "sha256": sha256}


def of_text(agreement: Agreement) -> Iterator[Annex]:
    """What the text that is signed refers to."""
    declaration, listing = agreement.declaration, agreement.listing
    if declaration is not None and declaration.evidence_sha256:
        yield annex(
            f"专利开放许可声明公告（{declaration.number}）",
            f"Announcement of the declaration ({declaration.number})",
            declaration.evidence_sha256,
        )
    offer = listing.offer if listing is not None else None
    if offer is not None and offer.terms_sha256 == agreement.offered_sha256:
        yield annex("许可人签署的许可要约", "Offer signed by the licensor", offer.text_sha256)
    trial = agreement.converted_from
    if trial is not None and trial.text_sha256:
        yield annex("试用合同", "Trial contract", trial.text_sha256)


def of_document(agreement: Agreement) -> Iterator[Annex]:
    """What came between the signature and the sealed document: proof of delivery, vouchers."""
    for delivery in agreement.deliveries:
        if delivery.evidence_sha256:
            yield annex("书面通知送达凭证", "Proof of delivery", delivery.evidence_sha256)
    for source in _LATER:
        yield from source(agreement)


def register(source: Callable[[Agreement], Iterator[Annex]]) -> None:
    """Let a room above add annexes to sealed documents; the same one twice stays one."""
    if source not in _LATER:
        _LATER.append(source)
