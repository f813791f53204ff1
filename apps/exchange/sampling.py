"""The first rows of a file, by its columns: what a desk looks at while it says which column is what."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from apps.core.masking import mask_phone
from apps.core.sealing import seal, unseal
from apps.exchange.enums import Kind
from apps.exchange.fields import Field, shown
from apps.exchange.models import ImportRun
from apps.exchange.presets import PRESETS
from apps.sheets.lines import Line

ROWS = 5
LONGEST = 40
# Of a document or a phone, in whatever column it stands, half-width or full-width; and no date.
NUMBER = re.compile(r"(?<!\d)(?!\d{4}-\d\d?-\d\d?(?!\d))\d[\d \-]{5,}[\dXxＸｘ]")


def sealed_sample(lines: Sequence[Line], columns: int) -> bytes:
    """It is people's data like the file itself, and goes with it."""
    return seal(json.dumps([[line.at(at)[:LONGEST] for at in range(columns)] for line in lines]))


def sample_rows(run: ImportRun) -> list[dict[str, Any]]:
    """Masked as the fields are that the columns stand for; where nobody has said that yet, by what it looks like."""
    lines: list[list[str]] = json.loads(unseal(bytes(run.sample))) if run.sample else []
    preset = PRESETS[Kind(run.kind)]
    fields = {at: preset.field(name) for name, at in run.mapping.items()}
    masks = [_mask_of(fields.get(at)) for at in range(len(run.titles))]
    return [
        {"title": title, "values": [mask(line[at])[:LONGEST] if line[at] else "" for line in lines]}
        for at, (title, mask) in enumerate(zip(run.titles, masks, strict=True))
    ]


def _mask_of(field: Field | None) -> Callable[[str], str]:
    if field is None or (field.mask is shown and not field.as_text):
        return by_look
    return field.mask


def by_look(text: str) -> str:
    return NUMBER.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    """Of what is longer than a phone both ends stay: one sees whether it is a document or the code of a grid."""
    told = found[0]
    return f"{told[:4]}{'*' * (len(told) - 8)}{told[-4:]}" if len(told) > 14 else mask_phone(told)
