"""Telephone numbers and addresses typed into a text: found, so that one can be warned."""

import re

_PATTERNS = (
    re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}"),
    re.compile(r"(?<![0-9])(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])"),
    re.compile(r"(?<![0-9])0[1-9][0-9]{1,2}[- —]?[1-9][0-9]{6,7}(?![0-9])"),
    re.compile(
        r"(?:微信|wechat|weixin|QQ|vx)(?:号|群)?\s*[:：是]?\s*[A-Za-z0-9][A-Za-z0-9_\-]{4,19}",
        re.IGNORECASE,
    ),
)
_HALF = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF20: "@", 0xFF0D: "-"}


def contacts_in(text: str) -> list[str]:
    """Mail addresses, telephone numbers, WeChat and QQ names in the order of their kinds.

    Full-width digits count as digits. A patent number or an amount is none of these.
    """
    plain = text.translate(_HALF)
    return [found.strip() for pattern in _PATTERNS for found in pattern.findall(plain)]
