# Two stages: the first installs exactly what requirements.txt locks, the second holds only what runs.
FROM python:3.13-slim-bookworm AS build
COPY requirements.txt .
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM python:3.13-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=registry.settings \
    DATA_DIR=/data
RUN groupadd --system --gid 10001 sourceform \
    && useradd --system --uid 10001 --gid sourceform --home-dir /data --shell /usr/sbin/nologin sourceform \
    && install --directory --owner sourceform --group sourceform --mode 700 /data
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
# The secret made for this one step stays outside the image. The admin's files are there in case it is switched on.
RUN DATA_DIR=/tmp/build ADMIN_PATH=admin python manage.py collectstatic --no-input --verbosity 0 && rm -r /tmp/build
USER sourceform
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "4", "--backpressure", "64", "--workers-kill-timeout", "30", "--log-level", "warning", "registry.wsgi:application"]
