#!/bin/sh
# Removes raw logs that nobody has written to for DAYS days, and the folders that leaves empty.
set -eu
: "${RAW_LOGS:?names no folder}" "${DAYS:?says no number of days}"
# Of find, -mtime +6 is: at least seven days.
find "$RAW_LOGS" -mindepth 1 -type f -mtime "+$((DAYS - 1))" -print -delete
find "$RAW_LOGS" -mindepth 1 -depth -type d -empty -mtime "+$((DAYS - 1))" -delete
