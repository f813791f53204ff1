from apps.core.call import ActorKind, Call
from apps.grids.enums import Level, Role
from apps.grids.models import Division
from apps.grids.reach import reach_of


def keeps_calendar(call: Call, division: Division | None = None) -> bool:
    """The shell and the city's administrators; an administrator lower down for their own divisions and those below."""
    if call.actor.kind == ActorKind.SYSTEM:
        return True
    posts = [post for post in reach_of(call.actor, call.at).posts if post.role == Role.ADMIN]
    if any(post.level == Level.CITY for post in posts):
        return True
    held = {post.at_id for post in posts if post.at_kind == "division"}
    while division is not None:
        if division.pk in held:
            return True
        division = division.parent
    return False
