"""Terms: what a license costs and allows, as one record, and everything computed from it."""

from marketplace.terms.record import Terms, as_data, canonical, digest, load

__all__ = ["Terms", "as_data", "canonical", "digest", "load"]
