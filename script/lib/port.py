"""Can we listen at HOST PORT? Says why not."""

import socket
import sys


def main(host: str, port: str) -> str | None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, int(port)))
            door.listen()
        except (OSError, OverflowError, ValueError) as refused:
            return f"cannot listen on {host} port {port}: {refused}"
    return None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
