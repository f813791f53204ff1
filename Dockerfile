# One image for every process of the server: `web`, `socket`, `worker`, `beat` or `manage …` (script/run); and `front`, nginx
# with the built front-ends. Everything comes from Debian, PyPI and npm, by the same locks as script/setup.
ARG DEBIAN=debian:bookworm-slim

FROM ${DEBIAN} AS python
ENV DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 ca-certificates \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app

FROM python AS packages
RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv .venv
COPY requirements.lock ./
RUN .venv/bin/python -m pip install --require-hashes --only-binary :all: -r requirements.lock

FROM packages AS pwa
COPY requirements-build.lock ./
RUN .venv/bin/python -m pip install --require-hashes --only-binary :all: -r requirements-build.lock
ENV PATH=/app/.venv/bin:$PATH
COPY pwa/package.json pwa/package-lock.json pwa/.npmrc pwa/
RUN npm --prefix pwa ci --ignore-scripts --include=dev --no-audit --no-fund
COPY pwa pwa
RUN npm --prefix pwa run build && python -m whitenoise.compress --quiet pwa/dist

FROM python AS front
RUN apt-get update && apt-get install -y --no-install-recommends nginx-light && rm -rf /var/lib/apt/lists/*
COPY --from=pwa /app/pwa/dist pwa/dist
COPY config/nginx config/nginx
COPY script script
RUN useradd --system --uid 10001 --user-group grid && mkdir -p var/media && chown -R grid:grid var
USER grid
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD ["python3", "script/lib/health.py", "http://127.0.0.1:8000/r/"]
CMD ["script/front"]

FROM python AS app
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgdal32 libgeos-c1v5 libproj25 fonts-noto-cjk tini \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --user-group grid && mkdir -p var/media && chown -R grid:grid var
COPY --from=packages /app/.venv .venv
COPY --from=pwa /app/pwa/dist pwa/dist
COPY manage.py pyproject.toml ./
COPY fixtures fixtures
COPY config config
COPY apps apps
COPY script script
RUN .venv/bin/python -m compileall -q apps config
USER grid
ENV BIND=0.0.0.0:8000 MEDIA_ROOT=/app/var/media PYTHONUNBUFFERED=1
EXPOSE 8000
VOLUME /app/var/media
HEALTHCHECK --interval=15s --timeout=10s --start-period=40s CMD ["script/run", "health"]
# Granian's and Celery's children need a first process that buries them.
ENTRYPOINT ["tini", "--", "script/run"]
CMD ["web"]
