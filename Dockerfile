# The service on PostgreSQL 18 that somebody else keeps: OMBUD_DATABASE_URL is required, since the image
# leaves the embedded server out. `docker build -t ombud .`; compose.yaml shows a whole installation.

FROM eclipse-temurin:25-jdk AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends make maven \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /build
# Libraries change less often than code, so they are fetched before the code is copied.
COPY pom.xml Makefile ./
COPY .mvn .mvn
COPY scripts scripts
RUN scripts/build -q -DwithoutBrowser dependency:copy-dependencies@lib
COPY src/main src/main
RUN make package && rm -f target/lib/embedded-postgres-binaries-*

FROM eclipse-temurin:25-jre
RUN groupadd --system --gid 10001 ombud \
  && useradd --system --uid 10001 --gid ombud --home-dir /opt/ombud --no-create-home ombud
WORKDIR /opt/ombud
# What changes least comes first.
COPY jvm.options ./
COPY --from=build /build/target/lib lib
COPY migrations migrations
COPY --from=build /build/target/ombud.jar ./
# What all of this consists of (CycloneDX), for whoever looks after advisories.
COPY --from=build /build/target/bom.json ./
COPY rules rules
COPY decision-tables decision-tables
COPY prompts prompts
COPY scripts/entrypoint scripts/healthcheck ./
USER 10001:10001
# Listening on all addresses is refused until an admin has a token: `token issue`, or OMBUD_BOOTSTRAP_TOKENS.
ENV OMBUD_HOST=0.0.0.0
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=3 CMD ["./healthcheck"]
ENTRYPOINT ["./entrypoint"]
