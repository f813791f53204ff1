"""A preset as an empty sheet."""

from apps.exchange.fields import Field
from apps.exchange.presets.base import Preset
from apps.registry.queries import labels
from apps.sheets.writing import Column

# A list as long as this is no help to choose from.
LONGEST_LIST = 60


def template_columns(preset: Preset) -> list[Column]:
    names = labels(*preset.code_lists)
    return [_column(field, tuple(names.get(field.codes, {}).values())) for field in preset.fields]


def _column(field: Field, choices: tuple[str, ...]) -> Column:
    choices = field.options or choices
    return Column(
        field.title,
        width=field.width,
        as_text=field.as_text,
        choices=choices if len(choices) <= LONGEST_LIST else (),
        required=field.required,
        hint=field.hint or ("从列表中选择，也可填代码" if choices else ""),
    )
