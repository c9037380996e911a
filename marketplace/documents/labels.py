"""The words of this room's enums."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.documents.models import DocumentKind, DocumentStatus
from marketplace.documents.verification import VerdictKind

KINDS: dict[DocumentKind, LazyString] = {
    DocumentKind.AGREEMENT: _l("License agreement"),
    DocumentKind.NOTICE: _l("Written notice"),
    DocumentKind.COPY_SHEET: _l("Copy sheet"),
    DocumentKind.STATEMENT: _l("Statement of facts"),
    DocumentKind.RECEIPT: _l("Receipt of payment"),
    DocumentKind.REPORT: _l("Signed report"),
}

STATUSES: dict[DocumentStatus, LazyString] = {
    DocumentStatus.PENDING: _l("Platform record pending"),
    DocumentStatus.FAILED: _l("Platform record delayed"),
    DocumentStatus.SEALED: _l("Platform record added"),
}

VERDICTS: dict[VerdictKind, LazyString] = {
    VerdictKind.GENUINE: _l("Genuine"),
    VerdictKind.ALTERED: _l("Altered"),
    VerdictKind.OTHER_VERSION: _l("Genuine, but not the current version"),
    VerdictKind.OTHER_AGREEMENT: _l("Genuine, but of another agreement"),
    VerdictKind.UNKNOWN_SIGNER: _l("Signed by an unknown key in our name"),
    VerdictKind.NOT_OURS: _l("Not a document of this platform"),
    VerdictKind.UNREADABLE: _l("Unreadable"),
}

ALL = (KINDS, STATUSES, VERDICTS)
