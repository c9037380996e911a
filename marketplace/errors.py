"""Refusals: what the site will not do, said in words that name what would unblock it."""

from typing import Any


def N_(text: str) -> str:  # noqa: N802 - the customary name of the gettext marker
    """Mark a text for translation where it is written; it is translated where it is shown."""
    return text


class Translatable(str):
    """A parameter of a message that is itself a gettext text."""

    __slots__ = ()


class Refused(Exception):
    """A rule said no; nothing was changed.

    ``code`` is stable for machines, ``message`` an English text for gettext with ``%(name)s``
    parameters, ``status`` the HTTP status, ``field`` the form field it belongs to, if any.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int = 409,
        field: str | None = None,
        **params: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status
        self.field = field
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class NotAllowed(Refused):
    """The person may not do this; another may."""

    def __init__(
        self,
        code: str = "not_allowed",
        message: str = N_("You are not allowed to do this. Ask an owner of your organization."),
        **params: Any,
    ) -> None:
        super().__init__(code, message, status=403, **params)


class Missing(Refused):
    """There is no such record for this person."""

    def __init__(
        self,
        code: str = "missing",
        message: str = N_("There is nothing at this address."),
        **params: Any,
    ) -> None:
        super().__init__(code, message, status=404, **params)


class TransitionNotAllowed(Refused):
    """An action that the record's present state does not admit."""

    def __init__(self, lifecycle: str, action: str, status: str, step: str = "") -> None:
        super().__init__(
            "transition_not_allowed",
            N_("“%(step)s” is not possible in the present state (%(state)s)."),
            lifecycle=lifecycle,
            action=action,
            step=Translatable(step or action),
            state=status,
        )


class ChangedMeanwhile(Refused):
    """Somebody else changed the record between reading and writing."""

    def __init__(self) -> None:
        super().__init__(
            "changed_meanwhile",
            N_("Somebody changed this meanwhile. Nothing of yours was saved; look and try again."),
        )
