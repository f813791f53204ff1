"""Who may bring sheets in, take them out, and say yes to that."""

from apps.core.call import ActorKind, Call
from apps.core.refusal import Refusal, RefusalCode
from apps.grids.enums import ORDER, Role
from apps.grids.reach import Post, Reach

IMPORTS = (Role.ACCEPTOR, Role.DISPATCHER, Role.SHIFT_LEAD, Role.ADMIN)
EXPORTS = (*IMPORTS, Role.LEADER)
# Administrators look after accounts and grids; nobody's number is needed for that.
WHOLE = (Role.ACCEPTOR, Role.DISPATCHER, Role.SHIFT_LEAD, Role.LEADER)
APPROVES = (Role.SHIFT_LEAD, Role.LEADER)


def within(reach: Reach, roles: tuple[Role, ...]) -> Reach:
    """The part of a reach that is held in these roles at a division; a worker's grid is no desk."""
    return Reach(tuple(post for post in reach.posts if post.at_kind == "division" and post.role in roles))


def account_of(call: Call) -> int:
    """Only people who signed in; timers and residents have no sheets."""
    if call.actor.kind != ActorKind.PERSON or call.actor.id is None:
        raise Refusal(RefusalCode.NOT_YOURS, "请先登录")
    return call.actor.id


def importing(reach: Reach) -> Reach:
    found = within(reach, IMPORTS)
    if not found.posts:
        raise Refusal(RefusalCode.NOT_YOURS, "只有社区、街道、区、市值守岗位和系统管理员可以导入表格")
    return found


def exporting(reach: Reach, *, whole: bool) -> Reach:
    found = within(reach, WHOLE if whole else EXPORTS)
    if not found.posts:
        raise Refusal(RefusalCode.NOT_YOURS, "您的岗位不能导出" + ("未脱敏的" if whole else "") + "资料")
    return found


def home(reach: Reach) -> int:
    """The largest division somebody has a post at."""
    return max(reach.posts, key=_size).at_id


def _size(post: Post) -> tuple[int, int]:
    return (ORDER.index(post.level) if post.level else -1, -post.at_id)
