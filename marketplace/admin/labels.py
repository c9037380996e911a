"""Words for the room's enum."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.admin.services import ExportFinding

FINDINGS: dict[ExportFinding, LazyString] = {
    ExportFinding.FREE: _l("Technology that may be exported freely"),
    ExportFinding.RESTRICTED: _l("Restricted technology, with an export license"),
}
