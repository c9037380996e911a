"""The scan of a paper: what kind of file it is, by its first bytes and never by its name."""

from typing import Final

from marketplace.errors import N_, Refused

_SUFFIXES: Final = ((b"%PDF", "pdf"), (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpg"))


def suffix_of(data: bytes) -> str | None:
    """``pdf``, ``png`` or ``jpg``; None for anything else."""
    return next((suffix for magic, suffix in _SUFFIXES if data.startswith(magic)), None)


def require_scan(data: bytes) -> None:
    """Refused (422) at the field ``scan`` for what is neither a PDF nor a picture."""
    if not data:
        raise Refused(
            "scan_missing",
            N_("Upload the scan of the signed contract."),
            status=422,
            field="scan",
        )
    if suffix_of(data) is None:
        raise Refused("scan_kind", N_("Upload a PDF or a picture."), status=422, field="scan")
