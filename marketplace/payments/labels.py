"""Words for states and ways of payment."""

from flask_babel import lazy_gettext as _l

from marketplace.payments.models import PaymentStatus, Provider

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
