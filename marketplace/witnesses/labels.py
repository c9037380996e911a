"""The words for witnesses."""

from flask_babel import lazy_gettext as _l

from marketplace.witnesses.models import WitnessKind as K
from marketplace.witnesses.models import WitnessStatus as S

KINDS = {
    K.MAIL: _l("Daily mail"),
    K.WEBHOOK: _l("Webhook (HTTPS)"),
    K.FILE: _l("File in the folder of the operator"),
}
STATUS = {S.ACTIVE: _l("Keeps copies"), S.ENDED: _l("Ended")}
EVENTS = {
    "witness:add": _l("Witness of the log added"),
    "witness:end": _l("Witness of the log ended"),
}
