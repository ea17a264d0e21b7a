#!/bin/sh
# Writes the question to a gate from what a pipeline knows, and refuses what would break the JSON.
#
#   PRODUCT RELEASE STAGE              what is to be promoted, and where to
#   REGRESSION_SUITE VULNERABILITY_SCAN   PASSED, FAILED or NOT_RUN; NOT_RUN where not set
#   ROLLBACK_PLAN                      the path of the plan; attached if the file is there
#   ERROR_RATE ERROR_RATE_BASELINE     measured now, and what is usual; left out where not set
set -eu

for value in "$PRODUCT" "$RELEASE" "$STAGE" "${REGRESSION_SUITE:-}" "${VULNERABILITY_SCAN:-}" \
  "${ERROR_RATE:-}" "${ERROR_RATE_BASELINE:-}"; do
  case $value in
    *[!A-Za-z0-9._+/-]*)
      echo "\`$value\` has a character that does not belong there" >&2
      exit 3
      ;;
  esac
done

attached=false
if [ -n "${ROLLBACK_PLAN:-}" ] && [ -s "$ROLLBACK_PLAN" ]; then
  attached=true
fi
telemetry='{}'
if [ -n "${ERROR_RATE:-}" ] && [ -n "${ERROR_RATE_BASELINE:-}" ]; then
  telemetry=$(printf '{"errorRate":{"value":%s,"baseline":%s,"observedAt":"%s"}}' \
    "$ERROR_RATE" "$ERROR_RATE_BASELINE" "$(date -u +%Y-%m-%dT%H:%M:%SZ)")
fi
printf '{"product":"%s","release":"%s","stage":"%s",' "$PRODUCT" "$RELEASE" "$STAGE"
printf '"tests":{"regressionSuite":"%s","vulnerabilityScan":"%s"},' \
  "${REGRESSION_SUITE:-NOT_RUN}" "${VULNERABILITY_SCAN:-NOT_RUN}"
printf '"telemetry":%s,"rollbackPlanAttached":%s}\n' "$telemetry" "$attached"
