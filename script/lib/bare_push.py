"""The floor of script/bench_push.py: sockets, rooms and Redis with nothing of ours in the way.

Two rooms a socket: everybody's, and the one its cookie names.
"""

import asyncio
import gc
import os
import socket
import sys

import orjson
from redis import asyncio as redis
from websockets.asyncio.server import ServerConnection, broadcast, serve

ROOMS: dict[str, set[ServerConnection]] = {}


async def hold(connection: ServerConnection) -> None:
    cookie = connection.request.headers["Cookie"] if connection.request else ""
    for room in cookie.partition("=")[2].split(","):
        ROOMS.setdefault(room, set()).add(connection)
    async for _ in connection:
        await connection.send('{"type":"lacking","notices":[],"complete":false}')


async def tell(channel: str) -> None:
    async with redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=None).pubsub() as subscription:
        await subscription.subscribe(channel)
        async for message in subscription.listen():
            if message["type"] == "message":
                said = orjson.loads(message["data"])
                heard = {connection for room in said["rooms"] for connection in ROOMS.get(room, ())}
                broadcast(heard, orjson.dumps({"type": "notice", "notice": said["notice"]}).decode())


async def main(channel: str, descriptor: int) -> None:
    async with serve(hold, sock=socket.socket(fileno=descriptor), compression=None):
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        await tell(channel)


if __name__ == "__main__":
    asyncio.run(main(os.environ["BENCH_CHANNEL"], int(sys.argv[sys.argv.index("--fd") + 1])))
