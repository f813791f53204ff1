"""Which column of a sheet is which field: by what was told before, by title or by another name for it."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence

from apps.exchange.presets.base import Preset
from apps.sheets.marking import REMARKS

# What a title carries along: （必填）, *, a unit in brackets, blanks.
DRESSING = re.compile(r"[\s*＊:：_\-]|[(（\[【][^)）\]】]*[)）\]】]")


def bare(title: str) -> str:
    return unicodedata.normalize("NFKC", DRESSING.sub("", title)).lower()


def heading_of(titles: Sequence[str]) -> str:
    """What tells one kind of sheet from another: its titles in their order."""
    return hashlib.sha256("\x1f".join(title for title in titles if title != REMARKS).encode()).hexdigest()


def guessed(preset: Preset, titles: Sequence[str]) -> dict[str, int]:
    """Field → column. Whole titles first, so that （楼） in a title counts where it makes the difference."""
    found: dict[str, int] = {}
    for plain in (str.strip, bare):
        seen: dict[str, int] = {}
        for at, title in enumerate(titles):
            seen.setdefault(plain(title), at)
        for field in preset.fields:
            names = (plain(name) for name in (field.title, *field.synonyms))
            column = next((seen[name] for name in names if name in seen), None)
            if field.name not in found and column is not None and column not in found.values():
                found[field.name] = column
    return found


def told(preset: Preset, titles: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Field → column from field → title, leaving out what this preset or this sheet does not have."""
    known = {field.name for field in preset.fields}
    return {name: titles.index(title) for name, title in mapping.items() if name in known and title in titles}


def missing(preset: Preset, mapping: Mapping[str, int]) -> list[str]:
    return [field.title for field in preset.fields if field.required and field.name not in mapping]
