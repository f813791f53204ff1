"""The doors to what workers read; phones get it with the reference data (apps/sync)."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.commands.http import RefusalSerializer, answer, call_of
from apps.grids.reach import reach_of
from apps.learning.forms import ArticleForm, CorrectArticleForm, WithdrawArticleForm
from apps.learning.queries import articles, facts, writes_for
from apps.learning.serializers import ArticleDone, ArticleRow, ArticleRows

REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409), RefusalSerializer)


class Articles(APIView):
    @extend_schema(operation_id="articles_list", responses={200: ArticleRows, 401: REFUSALS[401]})
    def get(self, request: Request) -> Response:
        call = call_of(request)
        rows = [facts(article) for article in articles().filter(withdrawn_at=None)]
        return Response({"rows": rows, "writes_for": writes_for(reach_of(call.actor, call.at))})

    @extend_schema(operation_id="article_write", request=ArticleForm, responses={201: ArticleDone, **REFUSALS})
    def post(self, request: Request) -> Response:
        return answer(request, "article.write", status=201)


class OneArticle(APIView):
    @extend_schema(operation_id="article", responses={200: ArticleRow, 401: REFUSALS[401], 404: REFUSALS[404]})
    def get(self, request: Request, article_id: UUID) -> Response:
        found = articles().filter(pk=article_id).first()
        if found is None:
            raise NotFound
        return Response(facts(found))


class CorrectArticle(APIView):
    @extend_schema(operation_id="article_correct", request=CorrectArticleForm, responses={200: ArticleDone, **REFUSALS})
    def post(self, request: Request, article_id: UUID) -> Response:
        return answer(request, "article.correct", article_id)


class WithdrawArticle(APIView):
    @extend_schema(
        operation_id="article_withdraw", request=WithdrawArticleForm, responses={200: ArticleDone, **REFUSALS}
    )
    def post(self, request: Request, article_id: UUID) -> Response:
        return answer(request, "article.withdraw", article_id)
