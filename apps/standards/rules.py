from apps.core.call import ActorKind, Call
from apps.grids.enums import Level, Role
from apps.grids.reach import reach_of


def keeps_standards(call: Call) -> bool:
    """The standards are one for the whole city: the shell and the city's administrators."""
    if call.actor.kind == ActorKind.SYSTEM:
        return True
    posts = reach_of(call.actor, call.at).posts
    return any(post.role == Role.ADMIN and post.level == Level.CITY for post in posts)
