"""Statements are planned once a connection (docs/decisions/0073-prepared-statements.md)."""

import pytest
from django.db import connection

PLANNED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s"


@pytest.mark.django_db
def test_a_statement_asked_with_other_values_again_and_again_is_planned_once() -> None:
    with connection.cursor() as cursor:
        for value in range(8):
            cursor.execute("SELECT %s::int AS asked_only_here", [value])
            assert cursor.fetchone() == (value,)

        cursor.execute(PLANNED, ["%asked_only_here%"])
        assert cursor.fetchone() == (1,)
