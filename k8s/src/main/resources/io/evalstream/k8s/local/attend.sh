#!/usr/bin/env bash
# Runs a command and leaves its exit code in a file, even when whoever started it is gone by then.
# Its input ends when it is to end the command: on purpose, or because the program is gone.
#
#   attend.sh DIRECTORY GRACE_SECONDS COMMAND...
#
# DIRECTORY/attendant, pid: whose processes they are. DIRECTORY/cause: why the command was ended;
# "abandoned" when nobody said. DIRECTORY/exit: the exit code of the command.
set -um
directory="$1" grace="$2"
shift 2

leave() {
    echo "$2" >"$directory/$1.new" && mv "$directory/$1.new" "$directory/$1"
}

end() {
    kill -TERM "$child" 2>/dev/null
    local tenths
    for ((tenths = 0; tenths < grace * 10; tenths++)); do
        kill -0 "$child" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL -- "-$child" 2>/dev/null
}

# A terminal tells the whole group of the program; the command is told by its attendant alone.
trap : INT TERM HUP
leave attendant "$$"
exec 3<&0 </dev/null
"$@" 3<&- &
child=$!
leave pid "$child"
(
    trap '' INT TERM HUP
    while read -r -u 3 _; do :; done
    [ -e "$directory/cause" ] || leave cause abandoned
    end
) &
watcher=$!
disown "$watcher"
exec 3<&-

wait "$child"
code=$?
# A signal cuts a wait short.
while kill -0 "$child" 2>/dev/null; do
    wait "$child"
    code=$?
done
# What the command started does not outlive it.
kill -KILL -- "-$child" 2>/dev/null
leave exit "$code"
kill -KILL "$watcher" 2>/dev/null
exit 0
