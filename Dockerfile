# What checks and reviews a declaration, for systems that run jobs in containers:
#   docker run --rm --volume "$PWD:/repository" sessionform review --base origin/main
FROM python:3.13-slim AS build
COPY .github/action/requirements.lock /build/
RUN python -m venv /sessionform && \
    /sessionform/bin/pip install --quiet --no-cache-dir --no-deps --require-hashes --requirement /build/requirements.lock
COPY pyproject.toml README.md LICENSE /build/
COPY sessionform /build/sessionform
COPY stacks /build/stacks
COPY schema /build/schema
RUN /sessionform/bin/pip install --quiet --no-cache-dir --no-deps --no-build-isolation /build

FROM python:3.13-slim
# `review` asks git for the base. The repository that is mounted belongs to somebody else than the user in here, and git is
# asked as for a stranger's repository in any case (docs/security.md).
RUN apt-get update && apt-get install --yes --no-install-recommends git && rm -rf /var/lib/apt/lists/* && \
    git config --system safe.directory '*' && \
    useradd --create-home --uid 1000 sessionform
COPY --from=build /sessionform /sessionform
ENV PATH="/sessionform/bin:$PATH"
USER sessionform
WORKDIR /repository
ENTRYPOINT ["sessionform"]
