"""What the people concerned have asked for, for whoever answers it."""

from typing import Any

from apps.core.masking import mask_name
from apps.core.refusal import Refusal, RefusalCode
from apps.grids.enums import Role
from apps.grids.reach import Reach
from apps.registry.models import DataRequest
from apps.registry.reaching import covered

SHOWN = 100


def waiting(reach: Reach, *, state: str) -> list[dict[str, Any]]:
    if not reach.has(Role.LEADER, Role.ADMIN):
        raise Refusal(RefusalCode.NOT_YOURS, "只有领导和系统管理员可以查看个人信息请求")
    asked = DataRequest.objects.filter(covered(reach)).select_related("person")
    asked = asked.filter(state=state) if state else asked
    return [_row(request) for request in asked.order_by("-asked_at", "-id")[:SHOWN]]


def _row(request: DataRequest) -> dict[str, Any]:
    return {
        "id": str(request.pk),
        "person": str(request.person_id),
        "name": mask_name(request.person.name),
        "kind": request.kind,
        "kind_label": request.get_kind_display(),
        "text": request.text,
        "state": request.state,
        "asked_at": request.asked_at,
        "answer": request.answer,
        "answered_at": request.answered_at,
    }
