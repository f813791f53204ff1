"""The station's door to hand-overs; workers leave notes and receive by their phone's commands."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.commands.http import RefusalSerializer, answer, call_of
from apps.handovers.forms import GridForm, NoteForm
from apps.sync.handing import hand_over_of

Shape = serializers.Serializer[Any]
REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409), RefusalSerializer)


class HandingAccount(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()


class HandingPhone(Shape):
    pulled_at = serializers.DateTimeField()
    pending = serializers.IntegerField()
    purged_at = serializers.DateTimeField(allow_null=True)
    purged_rows = serializers.IntegerField(allow_null=True)


class HandingWorker(Shape):
    account = HandingAccount()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)
    phones = HandingPhone(many=True)


class HandingNote(Shape):
    id = serializers.UUIDField()
    by = serializers.CharField()
    by_id = serializers.IntegerField()
    at = serializers.DateTimeField()
    text = serializers.CharField()


class HandOver(Shape):
    workers = HandingWorker(many=True)
    notes = HandingNote(many=True)


class NoteDone(Shape):
    id = serializers.UUIDField()


class HandOvers(APIView):
    @extend_schema(
        operation_id="handover",
        parameters=[GridForm],
        responses={200: HandOver, **{k: REFUSALS[k] for k in (400, 401, 404)}},
    )
    def get(self, request: Request) -> Response:
        form = GridForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        return Response(hand_over_of(form.validated_data["grid"], call_of(request)))

    @extend_schema(operation_id="handover_note", request=NoteForm, responses={201: NoteDone, **REFUSALS})
    def post(self, request: Request) -> Response:
        return answer(request, "handover.note", status=201)
