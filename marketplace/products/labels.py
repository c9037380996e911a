"""The words of products."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.products.models import ProductStatus

STATUS: dict[ProductStatus, LazyString] = {
    ProductStatus.ENTERED: _l("Entered, not filed yet"),
    ProductStatus.FILED: _l("Filed as patent product"),
    ProductStatus.RECOGNIZED: _l("Recognized as patent-intensive"),
    ProductStatus.DISCONTINUED: _l("No longer made"),
}
EVENTS: dict[str, LazyString] = {
    "product:enter": _l("Product entered"),
    "product:add_patent": _l("Patent named"),
    "product:state_sales": _l("Sales stated"),
    "product:file": _l("Filing entered"),
    "product:recognize": _l("Recognition entered"),
    "product:discontinue": _l("Marked as no longer made"),
}
