#!/usr/bin/env bash
# Makes the Python environment of the runner in the cache, once, and prints its python.
#   EVALSTREAM_CACHE   where environments are kept (default: evalstream in the user's cache)
#   EVALSTREAM_PYTHON  the Python to make it with (default: python3.11, 3.12, 3.13, python3)
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
requirements="$here/requirements.txt"

missing() {
    echo "evalstream-runner: $1" >&2
    exit 69
}

# Those the locked packages have wheels for; venv is a package of its own in some systems.
interpreter() {
    local candidate
    for candidate in ${EVALSTREAM_PYTHON:+"$EVALSTREAM_PYTHON"} \
        python3.11 python3.12 python3.13 python3; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
            >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    missing "python3 with venv is missing; install Python 3.11, or set EVALSTREAM_PYTHON"
}

python="$(interpreter)"
cache="${EVALSTREAM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/evalstream}"
# Another list or another Python makes another environment.
name="$("$python" - "$requirements" <<'PY'
import hashlib, sys
with open(sys.argv[1], "rb") as file:
    digest = hashlib.sha256(file.read()).hexdigest()[:12]
print("runner-%d.%d.%d-%s" % (*sys.version_info[:3], digest))
PY
)"
folder="$cache/$name"
if [ ! -f "$folder/complete" ]; then
    mkdir -p "$cache" 2>/dev/null || missing "$cache cannot be made; set EVALSTREAM_CACHE"
    [ -w "$cache" ] || missing "$cache cannot be written; set EVALSTREAM_CACHE"
    # The lock is the operating system's, so that one of a killed process is not waited for.
    "$python" - "$folder" "$requirements" <<'PY' || exit $?
import fcntl, os, shutil, subprocess, sys

folder, requirements = sys.argv[1:]
with open(folder + ".lock", "w") as lock:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("evalstream-runner: waiting for another process that installs", file=sys.stderr)
        fcntl.flock(lock, fcntl.LOCK_EX)
    if os.path.exists(folder + "/complete"):
        sys.exit(0)
    shutil.rmtree(folder, ignore_errors=True)
    print(
        "evalstream-runner: installing lm-evaluation-harness and DeepEval; the first time takes"
        " a few minutes",
        file=sys.stderr,
    )
    pip = [folder + "/bin/python", "-m", "pip", "install", "--quiet"]
    pip += ["--disable-pip-version-check", "--no-deps", "--require-hashes", "-r", requirements]
    log = folder + ".log"
    with open(log, "wb") as out:
        for command in ([sys.executable, "-m", "venv", folder], pip):
            if subprocess.run(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL).returncode:
                print("evalstream-runner: " + command[2] + " failed; see " + log, file=sys.stderr)
                sys.exit(69)
    open(folder + "/complete", "w").close()
PY
fi
echo "$folder/bin/python"
