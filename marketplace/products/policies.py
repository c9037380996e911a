"""Who reads and who states a product. Sales are the maker's own business; the licensor of a patent
in it sees the product, and the sales only in royalty statements."""

from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.products.models import Product


def may_view(user: Any, product: Product) -> bool:
    """Members of the maker, staff and auditors."""
    return accounts.may_view(user, product.organization)


def may_edit(user: Any, product: Product) -> bool:
    """Owners and managers of the maker."""
    return accounts.may_manage(user, product.organization)
