"""Personal data as auditors see them: enough to tell persons apart, not enough to know them.

LAW 9.3, PRODUCT §5.9. Masking changes what is shown only; hashes are over what stands in the
trail, so a masked text does not fit its hash.
"""

import re
from typing import Any

_EMAIL = re.compile(r"([A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]*@([A-Za-z0-9.\-]+\.[A-Za-z]{2,})")
_MOBILE = re.compile(r"(?<![0-9A-Za-z])(1[3-9][0-9])[0-9]{4}([0-9]{4})(?![0-9A-Za-z])")
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])([0-9]{6})(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]{4}[0-9Xx]"
    r"(?![0-9A-Za-z])"
)
"""Six digits of a region, the day of birth, four characters: not every number of 18 digits."""
_NAMES = frozenset({"name", "person", "signer", "signer_name", "holder", "contact", "to"})
"""Keys of event data whose text is, or may be, the name of a natural person."""


def name(text: str) -> str:
    """``张**`` for ``张三丰``: the first character and always two stars."""
    return f"{text[:1]}**" if text else ""


def text(value: str) -> str:
    """A text with the addresses, mobile numbers and identity numbers in it masked."""
    value = _EMAIL.sub(r"\1***@\2", value)
    value = _IDENTITY.sub(r"\1************", value)
    return _MOBILE.sub(r"\1****\2", value)


def data(value: Any, key: str = "") -> Any:
    """The data of an event, whatever their shape, with personal data masked."""
    if isinstance(value, dict):
        return {each: data(inner, each) for each, inner in value.items()}
    if isinstance(value, list):
        return [data(inner, key) for inner in value]
    if isinstance(value, str):
        return name(value) if key in _NAMES and "@" not in value else text(value)
    return value
