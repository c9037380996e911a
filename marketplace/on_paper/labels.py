"""Words for states and events."""

from flask_babel import lazy_gettext as _l

from marketplace.on_paper.models import CounterpartStatus as C
from marketplace.on_paper.models import PaperStatus as P

STATUS = {
    P.ENTERED: _l("Entered, to be checked"),
    P.RETURNED: _l("Sent back"),
    P.CONFIRMED: _l("Checked by another person"),
    P.WITHDRAWN: _l("Entry withdrawn"),
}
COUNTERPART = {
    C.UPLOADED: _l("Uploaded, to be checked"),
    C.MATCHED: _l("Matches the text"),
    C.REJECTED: _l("Does not match"),
}
EVENTS = {
    "paper_contract:enter": _l("Contract signed elsewhere entered with its scan"),
    "paper_contract:return": _l("Entry sent back"),
    "paper_contract:withdraw": _l("Entry withdrawn"),
    "paper_contract:confirm": _l("Entry checked against the scan"),
    "paper_contract:object": _l("Other side objects to the entry"),
    "agreement:enter": _l("Contract signed elsewhere taken up"),
    "counterpart:upload": _l("Sealed counterpart uploaded"),
    "counterpart:match": _l("Sealed counterpart found to match"),
    "counterpart:reject": _l("Sealed counterpart does not match"),
}
