from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.grids.models import UnitKind
from apps.journal.actions import Subject, write
from apps.standards.matrix_sheet import MatrixLine, read_matrix
from apps.standards.models import Category, Condition, Responsibility, TaxonomyVersion
from apps.standards.naming import known_to_matrix
from apps.standards.queries import latest_version
from apps.standards.rules import keeps_standards
from apps.standards.taxonomy_lines import ConditionLine, digest_of
from apps.standards.taxonomy_sheet import read_taxonomy

BATCH = 500


def import_taxonomy(
    _: object, *, call: Call, sheet: bytes, source: str, effective_from: date | None = None
) -> dict[str, Any]:
    """Makes a new version when the content differs from the newest; versions before it stay as they were."""
    _take(call)
    lines = read_taxonomy(sheet, kinds=kinds_by_name())
    digest = digest_of(lines)
    newest = latest_version()
    if newest and newest.digest == digest:
        return _told(newest, lines, changed=False)
    version = TaxonomyVersion.objects.create(
        number=newest.number + 1 if newest else 1,
        effective_from=effective_from or timezone.localdate(call.at),
        source=source,
        imported_at=call.at,
        digest=digest,
    )
    _fill(version, lines)
    answer = _told(version, lines, changed=True)
    body = {**answer, "source": source, "digest": digest}
    write(
        call=call, verb="standards.import_taxonomy", subject=Subject("taxonomy", version.number), body=body, notice={}
    )
    return answer


def import_responsibility(_: object, *, call: Call, sheet: bytes) -> dict[str, Any]:
    """The sheet is the whole matrix: lines it no longer has are retired that day, not deleted."""
    _take(call)
    newest = latest_version()
    if newest is None:
        raise Refusal(RefusalCode.CONFLICT, "还没有分类标准，请先导入分类标准再导入职责清单")
    told = set(read_matrix(sheet, known=known_to_matrix(newest, kinds=kinds_by_name())))
    in_force = {_line_of(row): row.pk for row in Responsibility.objects.in_force()}
    today = timezone.localdate(call.at)
    gone = [pk for line, pk in in_force.items() if line not in told]
    Responsibility.objects.filter(pk__in=gone).update(retired_on=today)
    new = [line for line in told if line not in in_force]
    Responsibility.objects.bulk_create([_row_of(line, today) for line in new], batch_size=BATCH)
    answer = {"lines": len(told), "added": len(new), "retired": len(gone)}
    if new or gone:
        subject = Subject("responsibility", today.isoformat())
        write(call=call, verb="standards.import_responsibility", subject=subject, body=answer, notice={})
    return answer


def kinds_by_name() -> dict[str, str]:
    """Keys of unit kinds by label and by key, for a sheet may use either."""
    kinds = dict(UnitKind.objects.values_list("label", "key"))
    return {**kinds, **{key: key for key in kinds.values()}}


def _take(call: Call) -> None:
    """The standards are one thing: their changes come one after another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('standards'))")
    if not keeps_standards(call):
        raise Refusal(RefusalCode.NOT_YOURS, "只有市级系统管理员可以导入分类标准和职责清单")


def _told(version: TaxonomyVersion, lines: Sequence[ConditionLine], *, changed: bool) -> dict[str, Any]:
    news = f"已建立第 {version.number} 版" if changed else f"内容与第 {version.number} 版相同，没有建立新版本"
    return {
        "version": version.number,
        "changed": changed,
        "effective_from": version.effective_from.isoformat(),
        "categories": len({line.code for line in lines}),
        "conditions": len(lines),
        "message": news,
    }


def _fill(version: TaxonomyVersion, lines: Sequence[ConditionLine]) -> None:
    first = {line.code: line for line in lines if line.ordinal == 1}
    made = Category.objects.bulk_create([_category(version, line) for line in first.values()], batch_size=BATCH)
    of_code = {category.code: category for category in made}
    Condition.objects.bulk_create([_condition(of_code[line.code], line) for line in lines], batch_size=BATCH)


def _category(version: TaxonomyVersion, line: ConditionLine) -> Category:
    return Category(
        version=version,
        code=line.code,
        name=line.name,
        major_code=line.minor_code[:1],
        major_name=line.major_name,
        minor_code=line.minor_code,
        minor_name=line.minor_name,
        gb30428_code=line.gb30428_code,
        ring=line.ring,
        severity=line.severity,
        unit_kind_id=line.unit_kind,
        co_unit_kinds=list(line.co_unit_kinds),
    )


def _condition(category: Category, line: ConditionLine) -> Condition:
    return Condition(
        category=category,
        ordinal=line.ordinal,
        text=line.text,
        severity=line.severity,
        limit_value=line.limit_value,
        limit_unit=line.limit_unit,
        closing_text=line.closing_text,
        unit_kind_id=line.unit_kind,
        co_unit_kinds=list(line.co_unit_kinds),
    )


def _line_of(row: Responsibility) -> MatrixLine:
    return MatrixLine(
        row.code,
        row.ordinal,
        row.level,
        row.division_id,
        row.unit_id,
        row.unit_kind_id,
        tuple(row.co_unit_kinds),
        row.priority,
        row.note,
    )


def _row_of(line: MatrixLine, today: date) -> Responsibility:
    return Responsibility(**{**asdict(line), "co_unit_kinds": list(line.co_unit_kinds)}, since_on=today)
