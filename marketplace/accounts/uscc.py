"""Unified social credit codes 统一社会信用代码 (GB 32100-2015): reading what was typed."""

import re
import unicodedata

from marketplace.errors import N_, Refused

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))
_SEPARATORS = re.compile(r"[\s\-‐-―·.]")


class CodeError(Refused):
    """A text that is no credit code; ``code`` names the failed check, ``message`` what to do."""

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(code, message, status=422, field="code", **params)


def parse(text: str) -> str:
    """The code in its one written form: 18 upper-case characters without spaces.

    Full-width and lower-case characters, spaces and dashes are accepted. CodeError with
    ``uscc_length``, ``uscc_character``, ``uscc_region`` or ``uscc_check``.
    """
    code = normalize(text)
    if len(code) != LENGTH:
        raise CodeError(
            "uscc_length",
            N_(
                "A unified social credit code has 18 characters; this one has %(length)s. "
                "Copy it from the license of the organization."
            ),
            length=len(code),
        )
    _require_characters(code)
    if check_character(code) != code[-1]:
        raise CodeError(
            "uscc_check",
            N_(
                "The check character of this code does not fit the other 17, so at least one "
                "character is mistyped. Compare it with the license of the organization."
            ),
        )
    return code


def is_valid(text: str) -> bool:
    """Whether the text is a sound code in any accepted writing."""
    try:
        parse(text)
    except CodeError:
        return False
    return True


def normalize(text: str) -> str:
    """Half-width, upper case, without separators; says nothing about validity."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_character(code: str) -> str:
    """The 18th character that the first 17 ask for."""
    total = sum(
        ALPHABET.index(character) * weight
        for character, weight in zip(code, _WEIGHTS, strict=False)
    )
    return ALPHABET[-total % 31]


def region_of(code: str) -> str:
    """The six digits of the registering authority's region (GB/T 2260) inside a sound code."""
    return code[2:8]


def _require_characters(code: str) -> None:
    for place, character in enumerate(code, start=1):
        if character not in ALPHABET:
            raise CodeError(
                "uscc_character",
                N_(
                    "Character %(place)s (%(character)s) cannot stand in a code: only digits and "
                    "capital letters without I, O, S, V and Z. Look whether 0 and O or 1 and I "
                    "were confused."
                ),
                place=place,
                character=character,
            )
    if not region_of(code).isdigit():
        raise CodeError(
            "uscc_region",
            N_("Characters 3 to 8 name a region and are digits. Compare them with the license."),
        )
