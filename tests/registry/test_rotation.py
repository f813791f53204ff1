"""Sealed columns go over to another key, in batches that may be stopped."""

import signal

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from apps.core.sealing import seal, unseal
from apps.journal.models import Entry
from apps.registry.models import Person
from apps.registry.rotation import columns
from tests.registry.homes import add_person
from tests.registry.test_people import fresh, of
from tests.world import World

pytestmark = pytest.mark.django_db


def test_every_sealed_column_is_known_to_the_rotation() -> None:
    assert {str(sealed) for sealed in columns()} >= {
        "registry_person.doc_sealed",
        "registry_person.phone_sealed",
        "registry_organisation.phone_sealed",
        "registry_organisationperson.phone_sealed",
        "events_reporter.phone_sealed",
        "events_reporter.name_sealed",
        "registry_earlier.value_sealed",
        "exchange_importrun.sample",
        "sync_vault.part",
        "sync_vault.rescue",
        "sync_synccommand.payload",
        "sync_synccommand.trace",
    }


def keys_used() -> set[int]:
    return {bytes(person.phone_sealed)[0] for person in of(Person)}


@pytest.mark.parametrize(("cipher", "mark"), [("AES-GCM", 1), ("SM4-GCM", 0x81)])
def test_keys_are_rotated_in_batches_that_may_be_stopped(
    request: pytest.FixtureRequest, world: World, settings: LazySettings, cipher: str, mark: int
) -> None:
    monkeypatch, capsys = request.getfixturevalue("monkeypatch"), request.getfixturevalue("capsys")
    people = [add_person(world.grid, phone=f"1380000000{n}") for n in range(5)]
    settings.SEALING_KEYS = [*settings.SEALING_KEYS, "another key"]
    settings.SEALING_CIPHER = cipher
    seals = 0

    def seal_and_stop(text: str) -> bytes:
        nonlocal seals
        seals += 1
        if seals == 3:
            signal.raise_signal(signal.SIGTERM)
        return seal(text)

    monkeypatch.setattr("apps.registry.rotation.seal", seal_and_stop)
    call_command("rotate_keys", batch=2)
    stopped = capsys.readouterr().out
    call_command("rotate_keys", batch=2)
    finished = capsys.readouterr().out
    call_command("rotate_keys", batch=2)

    assert ("已停止：4 条" in stopped, "完成：6 条" in finished, seals) == (True, True, 10)
    assert "完成：0 条" in capsys.readouterr().out
    assert keys_used() == {mark}
    assert [unseal(bytes(fresh(person).phone_sealed)) for person in people] == [f"1380000000{n}" for n in range(5)]
    runs = Entry.objects.filter(verb="registry.rotate_keys").order_by("id")
    assert [entry.body["finished"] for entry in runs] == [False, True]
