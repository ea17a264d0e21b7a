#!/bin/sh
# For any CI server: checks, and submits what is on main.
set -eu
java -jar /opt/ombud/ombud.jar check . --junit reports/ombud.xml
if [ "${BRANCH:-}" = main ]; then
  java -jar /opt/ombud/ombud.jar publish . --server "$PUBLISH_SERVER" --reason "$(git log -1 --format=%s)"
fi
