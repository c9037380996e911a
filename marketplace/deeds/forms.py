"""What a signer types on further papers."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.agreements.models import Agreement, Side
from marketplace.deeds.grounds import RULES
from marketplace.deeds.labels import GROUND
from marketplace.deeds.models import Ground


class WordsForm(FlaskForm):
    """Why the terms change; it stands in the amendment."""

    words = TextAreaField(
        _l("Why the contract is changed"),
        description=_l("One or two sentences; they stand in the paper that both sign."),
        validators=[Length(max=2000)],
    )


class TerminationForm(FlaskForm):
    """On which ground a contract ends, and what belongs to it in words."""

    ground = RadioField(
        _l("Ground"),
        choices=[],
        coerce=Ground,
        validators=[InputRequired(_l("Choose the ground on which the contract ends."))],
    )
    words = TextAreaField(
        _l("Facts, or how you settle"),
        description=_l(
            "By agreement: what is still paid or returned, and when. By notice: what happened, with "
            "days and amounts. It stands in the paper."
        ),
        validators=[Length(max=4000)],
    )

    def __init__(self, agreement: Agreement, side: Side, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ground.choices = [
            SelectChoice(ground, GROUND[ground])
            for ground, rule in RULES.items()
            if side in rule.sides and rule.is_given(agreement)
        ]
