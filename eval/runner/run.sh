#!/usr/bin/env bash
# Runs the runner on this machine: eval/runner/run.sh run --plan FILE
# The first call makes its Python environment, see environment.sh.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
python="$("$here/environment.sh")"
export EVALSTREAM_HOME="${EVALSTREAM_HOME:-$(cd "$here/../.." && pwd -P)}"
export PYTHONPATH="$here${PYTHONPATH:+:$PYTHONPATH}" PYTHONUNBUFFERED=1
exec "$python" -m evalstream_runner "$@"
