package io.evalstream.jobs.quality;

import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SeriesCount;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the control events have said of a run, so far.
 *
 * @param expected what the run is to consist of; empty when nobody said. Shards may say it of their
 *     own tasks each; what is said of a series last counts
 * @param sentByShard what each shard has sent
 * @param sent what the whole run has sent; empty until it is said as a whole
 * @param shards number of shards, or -1
 * @param finished whether the run said that it has ended
 * @param startedAtMillis when the first control event arrived (processing time)
 * @param isOverdueTold whether people were told that there is no verdict in time
 * @param heardAtMillis when the last control event arrived (processing time)
 * @param closedAtMillis when its verdict was given, or -1
 */
public record RunControl(
        String modelTag,
        String imageDigest,
        List<SeriesCount> expected,
        List<ShardReport> sentByShard,
        List<SeriesCount> sent,
        int shards,
        boolean finished,
        long startedAtMillis,
        boolean isOverdueTold,
        long heardAtMillis,
        long closedAtMillis) {

    static final RunControl NONE =
            new RunControl("", "", List.of(), List.of(), List.of(), -1, false, 0, false, 0, -1);

    /** What one shard has sent. */
    public record ShardReport(int shard, List<SeriesCount> sent) {}

    RunControl with(RunEvent event, long now) {
        List<ShardReport> reports = new ArrayList<>(sentByShard);
        if (event.type() == RunEvent.Type.SHARD_FINISHED) {
            reports.removeIf(report -> report.shard() == event.shard());
            reports.add(new ShardReport(event.shard(), event.sent()));
        }
        boolean ends = event.type() == RunEvent.Type.RUN_FINISHED;
        return new RunControl(
                event.modelTag().isEmpty() ? modelTag : event.modelTag(),
                event.imageDigest().isEmpty() ? imageDigest : event.imageDigest(),
                merged(expected, event.expected()),
                reports,
                ends ? event.sent() : sent,
                event.shards() > 0 ? event.shards() : shards,
                finished || ends,
                heardAtMillis == 0 ? now : startedAtMillis,
                isOverdueTold,
                now,
                closedAtMillis);
    }

    private static List<SeriesCount> merged(List<SeriesCount> before, List<SeriesCount> said) {
        if (before.isEmpty() || said.isEmpty()) {
            return said.isEmpty() ? before : said;
        }
        Map<SeriesKey, SeriesCount> merged = new LinkedHashMap<>();
        before.forEach(count -> merged.put(SeriesKey.of(count), count));
        said.forEach(count -> merged.put(SeriesKey.of(count), count));
        return List.copyOf(merged.values());
    }

    RunControl closed(long atMillis) {
        return new RunControl(
                modelTag,
                imageDigest,
                List.of(),
                List.of(),
                List.of(),
                shards,
                true,
                startedAtMillis,
                isOverdueTold,
                heardAtMillis,
                atMillis);
    }

    RunControl overdue() {
        return new RunControl(
                modelTag,
                imageDigest,
                expected,
                sentByShard,
                sent,
                shards,
                finished,
                startedAtMillis,
                true,
                heardAtMillis,
                closedAtMillis);
    }

    boolean isClosed() {
        return closedAtMillis >= 0;
    }

    /** Whether every sender has said that it is done. */
    boolean hasEnded() {
        return finished || (shards > 0 && sentByShard.size() >= shards);
    }

    /** What must arrive before the run is complete: what was sent, else what was expected. */
    List<SeriesCount> announced() {
        if (!sent.isEmpty()) {
            return sent;
        }
        return sentByShard.isEmpty() ? expected : total();
    }

    /** How many results that is, over all whole series; a sum, cheaper than the series. */
    long announcedResults() {
        if (!sent.isEmpty() || sentByShard.isEmpty()) {
            return results(sent.isEmpty() ? expected : sent);
        }
        long results = 0;
        for (ShardReport report : sentByShard) {
            results += results(report.sent());
        }
        return results;
    }

    private static long results(List<SeriesCount> counts) {
        long results = 0;
        for (SeriesCount count : counts) {
            results += count.slice().isEmpty() ? count.samples() : 0;
        }
        return results;
    }

    /** What the run consists of: what was expected, else what was sent. */
    Map<SeriesKey, Long> size() {
        Map<SeriesKey, Long> size = new HashMap<>();
        for (SeriesCount count : expected.isEmpty() ? announced() : expected) {
            size.put(SeriesKey.of(count), count.samples());
        }
        return size;
    }

    private List<SeriesCount> total() {
        Map<SeriesKey, Long> totals = new HashMap<>();
        for (ShardReport report : sentByShard) {
            for (SeriesCount count : report.sent()) {
                totals.merge(SeriesKey.of(count), count.samples(), Long::sum);
            }
        }
        List<SeriesCount> list = new ArrayList<>();
        totals.forEach(
                (key, samples) ->
                        list.add(
                                new SeriesCount(
                                        key.task(),
                                        key.metric(),
                                        key.filter(),
                                        key.slice(),
                                        samples)));
        return list;
    }
}
