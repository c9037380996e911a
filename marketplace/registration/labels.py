"""The words of this room's enums and events."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.registration.desk_models import Outcome
from marketplace.registration.models import FilingStatus, Note

STATUS: dict[FilingStatus, LazyString] = {
    FilingStatus.NOT_NEEDED: _l("Not needed"),
    FilingStatus.DUE: _l("To be filed"),
    FilingStatus.PREPARED: _l("Package prepared"),
    FilingStatus.AWAITING_SEAL: _l("Awaiting seal"),
    FilingStatus.SUBMITTED: _l("Submitted"),
    FilingStatus.ACCEPTED: _l("Accepted for examination"),
    FilingStatus.CORRECTION: _l("Correction required"),
    FilingStatus.DONE: _l("Done, with receipt"),
    FilingStatus.REFUSED: _l("Refused by the authority"),
    FilingStatus.CHANGED: _l("Change recorded"),
    FilingStatus.CANCELLED: _l("Cancelled at the authority"),
}
OUTCOME: dict[Outcome, LazyString] = {
    Outcome.WAITING: _l("Still to come"),
    Outcome.PREPARED: _l("Package prepared"),
    Outcome.REFUSED: _l("Could not be prepared"),
}
NOTE: dict[Note, LazyString] = {
    Note.FREE: _l("Not applicable: the license is free, there is no contract amount"),
    Note.NO_PRODUCT_YET: _l("No product yet: file once the product is made"),
    Note.AGREEMENT_ENDED: _l(
        "The agreement has ended: see whether the recordal is to be cancelled"
    ),
    Note.AGREEMENT_AMENDED: _l("The contract was amended: have the change recorded"),
    Note.PARTY_ABROAD: _l("A party is abroad: technology export is registered"),
    Note.BAR_ARISEN: _l("A bar has arisen or is not stated: the declaration is to be withdrawn"),
    Note.STATED: _l("Reason given by the filer"),
    Note.CHANGE_TO_RECORD: _l("The contract was amended: have the change recorded"),
    Note.LICENSE_ENDED: _l("The license has ended: have the recordal cancelled"),
    Note.NEVER_EFFECTIVE: _l("It was decided that the license never took effect"),
    Note.YEARLY: _l("Filed by the institution about its own year"),
}
EVENTS: dict[str, LazyString] = {
    "filing:hand_over": _l("Handed over for the change of holder"),
    "filing:open": _l("Opened"),
    "filing:renew": _l("Due again"),
    "filing:dispense": _l("Stated as not needed"),
    "filing:overtake": _l("Not needed: the license never took effect"),
    "filing:need": _l("Found to be needed"),
    "filing:prepare": _l("Package prepared"),
    "filing:answer": _l("Missing entries added"),
    "filing:assign": _l("Filer chosen"),
    "filing:make_responsible": _l("Responsible person chosen"),
    "filing:read_receipt": _l("Receipt read"),
    "mandate:give": _l("Agency mandated"),
    "mandate:end": _l("Mandate ended"),
    "filing_run:start": _l("Packages of many filings begun"),
    "filing_run:finish": _l("Packages of many filings finished"),
    "filings:sitting": _l("Many filings in one sitting"),
    "filing:note": _l("Note added"),
    "filing:bar_arisen": _l("A bar was found while the declaration is in force"),
    "filing:await_seal": _l("Given to be sealed"),
    "filing:submit": _l("Submitted"),
    "filing:accept": _l("Accepted for examination"),
    "filing:require_correction": _l("Correction required"),
    "filing:resubmit": _l("Submitted again"),
    "filing:complete": _l("Receipt entered"),
    "filing:refuse": _l("Refused by the authority"),
    "filing:change": _l("Change recorded"),
    "filing:cancel": _l("Cancellation recorded"),
    "document:request": _l("Papers set, platform record requested"),
    "filing:remind": _l("Reminder sent"),
    "filing:package": _l("Package sealed"),
}
