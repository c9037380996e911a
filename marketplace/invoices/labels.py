"""Words for kinds and states."""

from flask_babel import lazy_gettext as _l

from marketplace.invoices.models import InvoiceKind, InvoiceStatus

STATUS = {
    InvoiceStatus.REQUESTED: _l("Asked for"),
    InvoiceStatus.ISSUED: _l("Issued"),
    InvoiceStatus.CORRECTED: _l("Taken back in red letters"),
    InvoiceStatus.REFUSED: _l("Sent back"),
    InvoiceStatus.WITHDRAWN: _l("Withdrawn"),
}
KINDS = {
    InvoiceKind.ORDINARY: _l("Ordinary VAT invoice"),
    InvoiceKind.SPECIAL: _l("Special VAT invoice"),
    InvoiceKind.PUBLIC_RECEIPT: _l("Public receipt"),
}
EVENTS = {
    "invoice_request:ask": _l("Invoice asked for"),
    "invoice_request:ask_again": _l("Invoice asked for again"),
    "invoice_request:withdraw": _l("Request for an invoice withdrawn"),
    "invoice_request:issue": _l("Invoice issued"),
    "invoice_request:correct": _l("Invoice taken back in red letters"),
    "invoice_request:refuse": _l("Request for an invoice sent back"),
}
