#!/bin/sh
# Asks a release gate and goes by what it says: 0 to promote, 1 not to, 2 where nobody can say,
# 3 where the question was wrong. Needs curl and nothing else.
#
#   GATE_ADDRESS    where the service is, for example https://ombud.example.com
#   OMBUD_TOKEN     a token with the role caller
#   GATE            the gate, `production` where it is not set
#   WAIT            seconds to wait while the verdict is INSUFFICIENT, 0 where it is not set
#   $1              file with the question, as docs/gates.md has it
set -eu

question=${1:?usage: ask-gate.sh question.json}
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# The token goes in by standard input, so that no list of processes shows it.
status=$(printf 'header = "Authorization: Bearer %s"\n' "$OMBUD_TOKEN" |
  curl --silent --show-error --max-time 330 --retry 4 --retry-all-errors --config - \
    --output "$answer" --write-out '%{http_code}' \
    --header 'Content-Type: application/json' --header 'Accept: text/plain' \
    --data-binary @"$question" \
    "$GATE_ADDRESS/v1/gates/${GATE:-production}/evaluations?wait=${WAIT:-0}") || {
  echo "the gate does not answer: nothing is promoted unasked" >&2
  exit 2
}

cat "$answer"
case $status in
  200) ;;
  408 | 429 | 5??)
    echo "the gate answers $status: nothing is promoted unasked" >&2
    exit 2
    ;;
  *)
    echo "the gate answers $status: correct the question or the token" >&2
    exit 3
    ;;
esac
if sed -n 2p "$answer" | grep -q ': safe to promote$'; then
  exit 0
fi
case $(head -n 1 "$answer") in
  BLOCK) exit 1 ;;
  *) exit 2 ;;
esac
