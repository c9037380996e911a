"""Words for states and ways of payment."""

from flask_babel import lazy_gettext as _l

from marketplace.payments.bank_matching import Doubt, Sign
from marketplace.payments.bank_models import BankRowStatus
from marketplace.payments.models import PaymentStatus, Provider
from marketplace.payments.refund_models import RefundKind, RefundStatus

STATUS = {
    PaymentStatus.OPENED: _l("Checkout opened"),
    PaymentStatus.STATED: _l("Slip shown"),
    PaymentStatus.STANDS: _l("Voucher stands"),
    PaymentStatus.CONFIRMED: _l("Confirmed"),
    PaymentStatus.DISPUTED: _l("Not found"),
    PaymentStatus.REVERSED: _l("Reversed"),
    PaymentStatus.CLOSED: _l("Checkout closed"),
}
PROVIDER = {Provider.BANK: _l("Bank transfer"), Provider.STRIPE: _l("Online payment")}
REFUND_STATUS = {
    RefundStatus.ASKED: _l("Asked for"),
    RefundStatus.PENDING: _l("Under way"),
    RefundStatus.DONE: _l("Went back"),
    RefundStatus.FAILED: _l("Did not go back"),
    RefundStatus.REINSTATED: _l("Came again"),
}
REFUND_KIND = {
    RefundKind.REFUND: _l("Refund online"),
    RefundKind.CHARGEBACK: _l("Chargeback"),
    RefundKind.TRANSFER: _l("Bank transfer back"),
}
ROW_STATUS = {
    BankRowStatus.UNDECIDED: _l("To decide on"),
    BankRowStatus.BOOKED: _l("Booked"),
    BankRowStatus.UNRELATED: _l("No license fee"),
    BankRowStatus.REVERSED: _l("Taken back"),
}
SIGN = {
    Sign.REFERENCE: _l("reference fits"),
    Sign.AMOUNT: _l("amount fits"),
    Sign.PAYER: _l("payer fits"),
}
DOUBT = {
    Doubt.SEVERAL: _l("Several fit equally well."),
    Doubt.ONE_SIGN: _l("Only one of reference, amount and payer fits."),
    Doubt.NOTHING_FITS: _l("No license fits."),
    Doubt.OTHER_DAY: _l("The slip that counts says another value day than the bank."),
    Doubt.OTHER_AMOUNT: _l("The slip with this number says another amount than the bank."),
    Doubt.SEVERAL_SLIPS: _l("Several slips of this amount were shown."),
    Doubt.TAKEN_BACK: _l("It takes money back, and no earlier row is clearly meant."),
    Doubt.REFERENCE_TAKEN: _l("Another payment has this transaction number."),
}
ALL = (STATUS, PROVIDER, REFUND_STATUS, REFUND_KIND, ROW_STATUS, SIGN, DOUBT)
