"""What a verification found, as codes with parameters; the words in both languages come from here."""

from dataclasses import dataclass, field
from typing import Any

from marketplace.errors import N_

TEXTS: dict[str, str] = {
    "byte_identical": N_(
        "The file is byte for byte the one that the platform sealed, and its signature is valid."
    ),
    "timestamp_later": N_(
        "A trusted timestamp was added to the same signature later, in a second file. Both files "
        "are genuine."
    ),
    "newer_version": N_("A newer version of this document replaced it on %(day)s."),
    "belongs_elsewhere": N_(
        "The document is genuine but does not belong to the agreement that you named."
    ),
    "bytes_changed": N_(
        "%(count)s bytes differ from the sealed file, the first at position %(first)s."
    ),
    "rewritten": N_(
        "The content differs from the sealed file from position %(first)s on; the file was "
        "%(sealed)s bytes long and is now %(size)s."
    ),
    "appended": N_(
        "After the platform record %(count)s bytes were added, from position %(first)s on. The "
        "document was changed after signing."
    ),
    "cut": N_("The end is missing: %(count)s bytes after position %(first)s."),
    "unsealed_copy": N_(
        "This is the text before the platform record was added. Download the sealed file."
    ),
    "not_yet_sealed": N_("The platform has not sealed this document yet. Check again later."),
    "signature_missing": N_("The platform record has been removed from the file."),
    "signature_broken": N_("The signature of the platform record does not match the content."),
    "changed_after_signing": N_("Changes were saved into the file after the platform record."),
    "further_signature": N_("The file carries a further signature by %(signer)s."),
    "not_held": N_(
        "The file is signed with the platform's key, but no such file is held here. "
        "Do not rely on it; ask the operator."
    ),
    "damaged_copy": N_("The file carries marks of this platform but is too damaged to be read."),
    "other_key": N_(
        "The file is signed in our name (%(signer)s) with a key that is not ours. Do not trust it."
    ),
    "no_mark": N_("The PDF carries no document id and no signature of this platform."),
    "unknown_id": N_("The document id in this file was never issued here."),
    "preview": N_("This is a preview. It was never signed and proves nothing."),
    "empty": N_("The file is empty. Choose the file again."),
    "too_large": N_("The file is larger than %(limit)s MiB. Send the PDF as you received it."),
    "no_pdf": N_("This is not a PDF file."),
    "encrypted": N_("The PDF is encrypted and cannot be read. Send the file without a password."),
    "damaged": N_("The PDF is too damaged to be read. Download it again."),
    "too_complex": N_(
        "Reading the file took too long or too much memory, so it was stopped. It is no file of ours."
    ),
}


@dataclass(frozen=True)
class Reason:
    """One finding: a code of ``TEXTS`` and the figures that its text shows."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The English text for gettext."""
        return TEXTS[self.code]


def reason(code: str, **params: Any) -> Reason:
    """A reason; KeyError if its code has no text."""
    TEXTS[code]
    return Reason(code, params)
