#!/bin/sh
# Says how noisy the model is, from repeated runs of one unchanged image: folders RUNS in RAW_LOGS.
# Exit codes are those of evalstream calibrate: 2 when chance does not explain how they differ.
set -eu
: "${RAW_LOGS:?names no folder}" "${RUNS:?names no runs}" "${MODEL_TAG:?names no model}" "${OUT:?names no folder}"
count=0
set --
# RUNS is a pattern, so it is not quoted.
for run in "$RAW_LOGS"/$RUNS; do
    [ -d "$run" ] || continue
    set -- "$@" --run "$MODEL_TAG=$run"
    count=$((count + 1))
done
if [ "$count" -lt 2 ]; then
    echo "calibration: $count of at least 2 runs match $RAW_LOGS/$RUNS; repeat a run of one image"
    exit 0
fi
exec ./evalstream calibrate "$@" --out "$OUT/$(date -u +%Y-%m-%d)"
