"""What every door may answer, said once for the OpenAPI document."""

from typing import Any

REFUSAL = {"$ref": "#/components/schemas/Refusal"}
METHODS = ("get", "post", "put", "patch", "delete")


def every_door_may_refuse(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Not signed in, no CSRF token, too often, no such address: one shape for all of them."""
    for door in result["paths"].values():
        for method in METHODS:
            if method in door:
                door[method]["responses"].setdefault("4XX", _refused())
    return result


def _refused() -> dict[str, Any]:
    return {"description": "没有办成；message 说明原因和怎么办", "content": {"application/json": {"schema": REFUSAL}}}
