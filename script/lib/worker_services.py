"""A pytest plugin for script/test: each process has a Redis of its own, because a publication knows no databases.

Loaded through PYTEST_PLUGINS, which is read before Django's settings are.
"""

import os

worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").upper()
for name in ("REDIS_URL", "BROKER_URL"):
    if f"{name}_{worker}" in os.environ:
        os.environ[name] = os.environ[f"{name}_{worker}"]
