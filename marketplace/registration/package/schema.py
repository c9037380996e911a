"""``filing.json`` as a schema: what programs of the filer or of an authority may rely on."""

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

NAME: Final = "filing.schema.json"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Words(_Part):
    """A text in the two languages."""

    zh: str
    en: str


class FieldRecord(_Part):
    """One field of the form; ``value`` as the record has it (money in fen), ``text`` as it is copied."""

    key: str
    label: Words
    value: Any
    text: str
    required: bool
    source: str
    basis: Literal["confirmed", "recalled", "new_form"]
    mark: Words
    note: Words
    article: str


class GroupRecord(_Part):
    """A section of the form, its fields in the form's order."""

    title: Words
    fields: list[FieldRecord]


class Late(_Part):
    """What a late filing explains: Shanghai day, days of delay, reason."""

    due_on: str
    days: int
    reason: str


class FilingRecord(_Part):
    """``filing/1``."""

    model_config = ConfigDict(extra="forbid", strict=True, title="filing/1")

    schema_: Literal["filing/1"]
    filing: str
    kind: str
    title: Words
    office: Words
    groups: list[GroupRecord]
    papers: list[Words]
    notices: list[Words]
    prepared_at: str
    due_on: str | None
    article: str
    terms: dict[str, Any] | None
    record: dict[str, Any]
    late: Late | None = None


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a package's ``filing.json``."""
    schema = FilingRecord.model_json_schema()
    schema["properties"]["schema"] = schema["properties"].pop("schema_")
    schema["required"] = ["schema" if key == "schema_" else key for key in schema["required"]]
    return schema


def check(data: dict[str, Any]) -> FilingRecord:
    """The record; pydantic's ValidationError where it is not ``filing/1``."""
    return FilingRecord.model_validate(
        {("schema_" if k == "schema" else k): v for k, v in data.items()}
    )
