"""Where public asked fees come from: rooms above register a reader when the site starts.

The fees room lies below listings and declarations and cannot read them; they hand their public
amounts down through here. A reader gives only what stands on the site for everybody.
"""

from collections.abc import Callable, Iterable, Iterator

from marketplace.fees.comparables import AskedFee

Source = Callable[[], Iterable[AskedFee]]

_SOURCES: dict[str, Source] = {}


def register_source(name: str, source: Source) -> None:
    """Read public asked fees from ``source``, once per name."""
    _SOURCES[name] = source


def public_asked_fees() -> Iterator[AskedFee]:
    """What every registered source gives, in the order of their names."""
    for name in sorted(_SOURCES):
        yield from _SOURCES[name]()
