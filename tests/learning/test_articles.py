"""What workers read: written by the city and the districts, on every phone, never there twice."""

import uuid
from typing import Any

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from apps.commands.perform import Outcome, perform
from apps.learning.models import Article, Mark
from tests.sync.lines import Line, committed, made
from tests.world import World

pytestmark = pytest.mark.django_db

WORDS = {"kind": "ARTICLE", "topic": "SAFETY", "title": "看燃气", "body": "先看软管", "source": "条例"}


def written(world: World, who: str = "city_lead", **more: Any) -> Outcome:
    return perform("article.write", None, {"division": world.city.pk, **WORDS, **more}, call=world.call(who))


def corrected(world: World, target: object, who: str = "city_lead", **words: Any) -> Outcome:
    return perform("article.correct", target, words, call=world.call(who))  # type: ignore[arg-type]


def told(worker: Line) -> dict[str, Any]:
    committed()
    return {row["id"]: row["body"] for row in worker.whole("ref:all")["rows"] if row["kind"] == "article"}


def test_what_is_written_corrected_and_withdrawn_reaches_a_phone_that_was_there_before(
    world: World, worker: Line
) -> None:
    version = worker.whole("ref:all")["version"]
    committed()
    pk = written(world).answer["id"]
    page = worker.one("ref:all", version)

    assert [row["body"]["title"] for row in page["rows"] if row["kind"] == "article"] == ["看燃气"]
    assert told(worker)[pk] == worker.client.get(f"/api/articles/{pk}/").json()

    assert corrected(world, pk, version=1, body="先看软管和阀门").answer["version"] == 2
    assert told(worker)[pk]["body"] == "先看软管和阀门"

    assert perform("article.withdraw", pk, {"version": 2}, call=world.call("city_lead")).applied
    assert (told(worker)[pk]["withdrawn"], told(worker)[pk]["body"]) == (True, "")
    assert worker.client.get("/api/articles/").json()["rows"] == []


@pytest.mark.parametrize("who", ["worker", "community", "acceptor", "lead", "handler", "auditor", "stranger"])
def test_only_the_city_and_the_district_write_for_their_own(world: World, who: str) -> None:
    assert written(world, who).code == "not_yours"
    assert written(world, who, division=world.district.pk).code == "not_yours"


def test_a_district_writes_for_itself_and_not_for_the_city(world: World) -> None:
    assert written(world, "district_lead").code == "not_yours"
    pk = written(world, "leader", division=world.district.pk).answer["id"]

    assert corrected(world, pk, "city_lead", version=1, body="别人的").code == "not_yours"


def test_two_who_correct_at_once_do_not_overwrite_each_other(world: World) -> None:
    pk = written(world).answer["id"]
    corrected(world, pk, version=1, body="第二稿")

    late = corrected(world, pk, version=1, body="我的稿")

    assert (late.code, late.answer["version"]) == ("moved_on", 2)


def test_a_title_is_there_once(world: World) -> None:
    written(world)
    other = written(world, title="看电线").answer["id"]

    assert written(world).answer["field"] == "title"
    assert corrected(world, other, version=1, title="看燃气").answer["field"] == "title"
    assert written(world, "leader", division=world.district.pk).applied


@pytest.mark.parametrize("target", [None, "x", uuid.UUID(int=5)])
def test_what_is_not_there_is_not_found(world: World, target: object) -> None:
    assert corrected(world, target, version=1, body="x").code == "not_found"


@pytest.mark.parametrize(("field", "value"), [("title", ""), ("body", "x" * 8001), ("topic", "NEWS"), ("kind", None)])
def test_what_is_filled_in_wrongly_is_named(world: World, field: str, value: Any) -> None:
    refused = written(world, **{field: value})

    assert (refused.code, refused.answer["field"]) == ("invalid", field)


def test_the_shipped_articles_come_in_once_and_leave_what_people_wrote(world: World) -> None:
    call_command("load_articles", verbosity=0)
    article = Article.objects.get(title="怎样上报一件事")
    corrected(world, article.pk, version=1, body="我们这里这样报")
    call_command("load_articles", verbosity=0)

    assert Article.objects.count() == 11
    article.refresh_from_db()
    assert article.body == "我们这里这样报"
    assert not Article.objects.filter(source="").exists()


def test_read_is_said_once_however_often_it_is_sent(world: World, worker: Line) -> None:
    pk = written(world).answer["id"]
    read = {"kind": "ARTICLE", "subjects": [pk, pk]}
    outcomes = worker.push(made("mark.read", data=read), made("mark.read", seq=2, data=read))
    first = Mark.objects.get()
    worker.push(made("mark.read", seq=3, data={"kind": "NOTICE", "subjects": ["17", "18"]}))
    committed()

    own = [row["body"] for row in worker.whole(f"worker:{worker.account.pk}")["rows"] if row["kind"] == "mark"]

    assert [outcome["status"] for outcome in outcomes] == ["applied", "applied"]
    assert Mark.objects.get(kind="ARTICLE").at == first.at
    assert sorted((mark["kind"], mark["subject"]) for mark in own) == [
        ("ARTICLE", pk), ("NOTICE", "17"), ("NOTICE", "18"),
    ]  # fmt: skip


def test_what_one_has_read_is_told_to_nobody_else(world: World, worker: Line) -> None:
    worker.push(made("mark.read", data={"kind": "NOTICE", "subjects": ["17"]}))
    other = Line(world.people["other_worker"])

    assert not [row for row in other.whole(f"worker:{other.account.pk}")["rows"] if row["kind"] == "mark"]


def test_who_may_write_is_told_for_whom(world: World) -> None:
    client = APIClient()
    client.force_login(world.people["leader"])

    assert client.get("/api/articles/").json()["writes_for"] == [world.district.pk]
