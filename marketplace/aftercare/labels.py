"""The words for what is noted after a license."""

from flask_babel import lazy_gettext as _l

from marketplace.aftercare.models import EntryKind as K

KINDS = {
    K.ITEM: _l("To hand over"),
    K.NEXT_STEP: _l("Next step"),
    K.HANDED_OVER: _l("Handed over"),
    K.RECEIVED: _l("Received"),
    K.DONE: _l("Done"),
    K.PROGRESS: _l("Progress report"),
    K.PRODUCT: _l("Product made under the license"),
    K.CONTACT: _l("Contact"),
}
EVENTS = {"aftercare:add": _l("Entry added after the license")}
