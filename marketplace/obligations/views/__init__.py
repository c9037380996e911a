"""Pages of what is owed."""

from marketplace.obligations.views import amounts, facts, inspections, performance, reports
from marketplace.obligations.views.common import blueprint

__all__ = ["amounts", "blueprint", "facts", "inspections", "performance", "reports"]
