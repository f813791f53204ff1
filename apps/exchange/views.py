"""Sheets in and out over HTTP."""

import tempfile
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.commands.http import RefusalSerializer, answer, call_of, respond
from apps.core.refusal import Refusal, RefusalCode
from apps.exchange.enums import Kind
from apps.exchange.models import ExportRun, ImportRun
from apps.exchange.paging import page
from apps.exchange.presets import PRESETS
from apps.exchange.queries import seen_exports, seen_import, seen_imports
from apps.exchange.receiving import receive, refuse_length
from apps.exchange.rows import export_row, import_row, problem_row
from apps.exchange.rules import account_of, exporting, importing
from apps.exchange.sampling import sample_rows
from apps.exchange.sending import XLSX, kept_sheet, made_sheet
from apps.exchange.serializers import (
    ApplyImportForm,
    CheckImportForm,
    ExportForm,
    ExportPage,
    ExportRow,
    ImportPage,
    ImportRow,
    PageForm,
    PresetRows,
    ProblemPage,
    ProblemsForm,
    RefuseExportForm,
    SampleColumns,
    UploadSheetForm,
)
from apps.exchange.templates import template_columns
from apps.grids.reach import reach_of
from apps.sheets.templates import write_template

REFUSALS: dict[int, Any] = dict.fromkeys((400, 403, 404, 409), RefusalSerializer)
SHEET: dict[Any, Any] = {(200, XLSX): OpenApiTypes.BINARY, 404: RefusalSerializer}


class Presets(APIView):
    @extend_schema(responses={200: PresetRows})
    def get(self, request: Request) -> Response:
        rows = [
            {
                "kind": preset.kind,
                "label": preset.kind.label,
                "fields": [
                    {name: getattr(field, name) for name in ("name", "title", "required", "codes", "hint")}
                    for field in preset.fields
                ],
            }
            for preset in PRESETS.values()
        ]
        return Response({"rows": rows})


class Template(APIView):
    @extend_schema(responses=SHEET)
    def get(self, request: Request, kind: str) -> HttpResponse:
        call = call_of(request)
        importing(reach_of(call.actor, call.at))
        preset = PRESETS.get(Kind(kind)) if kind in Kind.values else None
        if preset is None:
            raise Refusal(RefusalCode.NOT_FOUND, "没有这种表格")
        with tempfile.TemporaryFile() as out:
            write_template(cast("BinaryIO", out), template_columns(preset), name=preset.sheet)
            return made_sheet(cast("BinaryIO", out), title=f"{preset.kind.label}导入模板")


class Imports(APIView):
    parser_classes = [MultiPartParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        refuse_length(request)
        super().initial(request, *args, **kwargs)

    @extend_schema(operation_id="imports_list", parameters=[PageForm], responses={200: ImportPage, **REFUSALS})
    def get(self, request: Request) -> Response:
        form = PageForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        call = call_of(request)
        reach, viewer = reach_of(call.actor, call.at), account_of(call)
        importing(reach)
        rows, following = page(seen_imports(viewer, reach), form.validated_data)
        return Response({"rows": [import_row(run, viewer=viewer) for run in rows], "next": following})

    @extend_schema(
        request={"multipart/form-data": UploadSheetForm},
        responses={201: ImportRow, 413: RefusalSerializer, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        return respond(receive(request), status=201)


def seen(request: Request, run_id: UUID) -> ImportRun:
    call = call_of(request)
    return seen_import(account_of(call), reach_of(call.actor, call.at), run_id)


class OneImport(APIView):
    @extend_schema(responses={200: ImportRow, 404: RefusalSerializer})
    def get(self, request: Request, run_id: UUID) -> Response:
        return Response(import_row(seen(request, run_id), viewer=account_of(call_of(request))))


class Sample(APIView):
    @extend_schema(responses={200: SampleColumns, 404: RefusalSerializer})
    def get(self, request: Request, run_id: UUID) -> Response:
        return Response({"rows": sample_rows(seen(request, run_id))})


class Problems(APIView):
    @extend_schema(parameters=[ProblemsForm], responses={200: ProblemPage, 404: RefusalSerializer})
    def get(self, request: Request, run_id: UUID) -> Response:
        """In the order of the rows; `next` is the cursor of the following page."""
        form = ProblemsForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        start, limit = form.validated_data["cursor"], form.validated_data["limit"]
        # At most ten thousand are kept, so an offset is no burden.
        found = seen(request, run_id).found.order_by("row", "id")[start : start + limit + 1]
        rows = [problem_row(problem) for problem in found]
        return Response({"rows": rows[:limit], "next": str(start + limit) if len(rows) > limit else None})


class Marked(APIView):
    @extend_schema(responses={**SHEET, 403: RefusalSerializer})
    def get(self, request: Request, run_id: UUID) -> HttpResponse | Response:
        """Every fetch is written down."""
        fetched = answer(request, "import.fetch", run_id, data={})
        if fetched.status_code != 200:
            return fetched
        run = ImportRun.objects.get(pk=run_id)
        title = run.name.rsplit(".", 1)[0]
        return cast("HttpResponse", kept_sheet(request, run.marked, run.marked_digest, title=f"{title}（错误标注）"))


class Exports(APIView):
    @extend_schema(operation_id="exports_list", parameters=[PageForm], responses={200: ExportPage, **REFUSALS})
    def get(self, request: Request) -> Response:
        form = PageForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        call = call_of(request)
        reach = reach_of(call.actor, call.at)
        exporting(reach, whole=False)
        rows, following = page(seen_exports(account_of(call), reach), form.validated_data)
        return Response({"rows": [export_row(run, viewer=account_of(call)) for run in rows], "next": following})

    @extend_schema(request=ExportForm, responses={201: ExportRow, 413: RefusalSerializer, **REFUSALS})
    def post(self, request: Request) -> Response:
        return answer(request, "export.ask", status=201)


class OneExport(APIView):
    @extend_schema(responses={200: ExportRow, 404: RefusalSerializer})
    def get(self, request: Request, run_id: UUID) -> Response:
        call = call_of(request)
        run = seen_exports(account_of(call), reach_of(call.actor, call.at)).filter(pk=run_id).first()
        if run is None:
            raise Refusal(RefusalCode.NOT_FOUND, "没有这项导出，或不由您审批")
        return Response(export_row(run, viewer=account_of(call)))


class ExportFile(APIView):
    @extend_schema(request=None, responses={**SHEET, **REFUSALS})
    def post(self, request: Request, run_id: UUID) -> HttpResponse | Response:
        """POST, because every fetch is written down."""
        fetched = answer(request, "export.fetch", run_id)
        if fetched.status_code != 200:
            return fetched
        run = ExportRun.objects.get(pk=run_id)
        title = f"{Kind(run.kind).label}{run.at:%Y%m%d}"
        return cast("HttpResponse", kept_sheet(request, run.file, run.digest, title=title))


def verb_view(subject: str, verb: str, form: Any, row: Any) -> Any:
    """One address for each verb, so that the schema names what each needs."""

    @extend_schema(operation_id=f"{subject}s_{verb}", request=form, responses={200: row, **REFUSALS})
    def post(self: APIView, request: Request, run_id: UUID) -> Response:
        return answer(request, f"{subject}.{verb}", run_id)

    view: type[APIView] = type(f"{subject.title()}{verb.title()}", (APIView,), {"post": post})
    return view.as_view()


IMPORT_VERBS = {
    verb: verb_view("import", verb, form, ImportRow)
    for verb, form in {"check": CheckImportForm, "apply": ApplyImportForm, "stop": None, "resume": None}.items()
}
EXPORT_VERBS = {
    verb: verb_view("export", verb, form, ExportRow)
    for verb, form in {"approve": None, "refuse": RefuseExportForm}.items()
}
