"""The door to one's own figures."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.commands.http import RefusalSerializer, call_of
from apps.stats.months import month_of


class MonthRow(serializers.Serializer[Any]):
    """`vain`: reports that were refused, void or merged into another."""

    month = serializers.CharField()
    at = serializers.DateTimeField()
    reports = serializers.IntegerField()
    vain = serializers.IntegerField()
    visits = serializers.IntegerField()
    patrols = serializers.IntegerField()
    metres = serializers.IntegerField()
    read = serializers.IntegerField()


class MyMonth(APIView):
    @extend_schema(operation_id="my_month", responses={200: MonthRow, 401: RefusalSerializer})
    def get(self, request: Request) -> Response:
        return Response(month_of(call_of(request)))
