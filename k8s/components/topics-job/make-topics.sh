#!/bin/sh
# Makes the topics of TOPICS that are missing, and gives all of them their retention. Partitions of
# a topic that is there stay: the place of a key would change.
set -eu
: "${BOOTSTRAP:?names no brokers}" "${TOPICS:?names no file}" "${REPLICATION:?says no number}"
kafka="${KAFKA_BIN:-/opt/kafka/bin}"
client="${CLIENT_PROPERTIES:-/dev/null}"
[ -r "$client" ] || client=/dev/null
insync=$((REPLICATION > 1 ? REPLICATION - 1 : 1))
grep -v '^#' "$TOPICS" | while read -r topic partitions retention; do
    [ -n "$topic" ] || continue
    "$kafka/kafka-topics.sh" --bootstrap-server "$BOOTSTRAP" --command-config "$client" \
        --create --if-not-exists --topic "$topic" --partitions "$partitions" \
        --replication-factor "$REPLICATION" </dev/null
    "$kafka/kafka-configs.sh" --bootstrap-server "$BOOTSTRAP" --command-config "$client" \
        --alter --entity-type topics --entity-name "$topic" \
        --add-config "retention.ms=$retention,min.insync.replicas=$insync" </dev/null
done
