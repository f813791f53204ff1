"""What became of a command, as the wire tells it; stored with the command and never told otherwise."""

from datetime import datetime
from typing import Any

from apps.sync.models import SyncCommand

AT_ONCE = 500


def told(command: SyncCommand) -> dict[str, Any]:
    said = {"message": "", "fields": {}, "answer": {}} | command.outcome
    return {"id": str(command.pk), "status": command.status, "code": command.code, **said, "at": command.at}


def news(account_id: int, *, after: datetime | None) -> list[dict[str, Any]]:
    """Of this worker's commands, from whichever phone, what was decided since; asked with a margin, so some are told
    twice (S-20)."""
    if after is None:
        return []
    commands = SyncCommand.objects.filter(worker=account_id, at__gte=after).order_by("at", "id")
    return [told(command) for command in commands.defer("payload", "trace")[:AT_ONCE]]
