"""What others ask of the registry."""

from typing import Any

from apps.registry.models import Code, CodeList


def code_list(key: str) -> dict[str, Any] | None:
    """The list in force with its codes in their order; two statements."""
    found = CodeList.objects.filter(key=key, current=True).first()
    if found is None:
        return None
    codes = found.codes.order_by("position").values("value", "label")
    return {"key": key, "name": found.name, "standard": found.standard, "version": found.version, "rows": list(codes)}


def labels(*keys: str) -> dict[str, dict[str, str]]:
    """Of each list in force, value → label; one statement for all of them."""
    told: dict[str, dict[str, str]] = {key: {} for key in keys}
    codes = Code.objects.filter(list__current=True, list__key__in=keys)
    for key, value, label in codes.values_list("list__key", "value", "label"):
        told[key][value] = label
    return told
