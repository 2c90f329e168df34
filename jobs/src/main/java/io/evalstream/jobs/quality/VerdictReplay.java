package io.evalstream.jobs.quality;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.contract.EventId;
import io.evalstream.contract.RejectedEventException;
import io.evalstream.contract.RunEvent;
import io.evalstream.contract.RunEventReader;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SampleEventReader;
import io.evalstream.jobs.audit.AuditRecord;
import io.evalstream.jobs.audit.LogLine;
import io.evalstream.jobs.audit.ObjectStore;
import io.evalstream.jobs.audit.RunLog;
import io.evalstream.udfs.verdict.MetricCatalogue;

import org.apache.flink.api.common.functions.RuntimeContext;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Judges a run again from the audit log alone, with the code of the job, and compares.
 *
 * <p>What no event says is taken from the line of the verdict: the policy, the catalogue, which
 * runs were the baseline of which series, and whether clocks ended the run.
 */
public final class VerdictReplay {

    private final ObjectStore store;
    private final RunArchive archive;
    private final BaselineStore baselines;
    private final Incidents incidents;
    private final SampleEventReader samples = new SampleEventReader();
    private final RunEventReader controls = new RunEventReader();

    private VerdictReplay(ObjectStore store) {
        this.store = store;
        RuntimeContext state = MemoryState.context();
        archive = new RunArchive(state);
        baselines = new BaselineStore(state);
        incidents = new Incidents(state);
    }

    /**
     * A field in which two verdicts differ.
     *
     * @param field path, such as {@code metrics[2].value}
     */
    public record Difference(String field, String logged, String replayed) {}

    /**
     * What came of it.
     *
     * @param decision the verdict in one word, as it was logged
     * @param samples results of the run that were judged
     * @param baselines runs it was compared with
     * @param differences empty when every figure is the same, bit by bit
     */
    public record Outcome(
            String decision, int samples, Set<String> baselines, List<Difference> differences) {}

    /**
     * Judges a run again.
     *
     * @throws MissingLogException when the log has no verdict on the run, or none on a run it was
     *     compared with
     * @throws IOException when the log cannot be read; a {@code DamagedLogException} when it is not
     *     what was written
     */
    public static Outcome replay(ObjectStore store, String runId) throws IOException {
        try {
            return new VerdictReplay(store).replay(runId);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("state in memory does not fail", e);
        }
    }

    private Outcome replay(String runId) throws Exception {
        RunLog log = log(runId, "");
        JudgementJson.Logged logged = judgement(log);
        int judged = add(log, logged.catalogue());
        Set<String> earlier = addBaselines(runId, logged);
        for (Judgement.OpenIncident incident : logged.incidents()) {
            incidents.add(incident);
        }
        List<RunEvent> events = controlEvents(log);
        RunControl control = RunControl.NONE;
        for (RunEvent event : events) {
            control = control.with(event, 1);
        }
        RunVerdict verdict = judge(runId, logged, control, ended(runId, events, control, logged));
        JsonNode replayed =
                JudgementJson.MAPPER.readTree(JudgementJson.bytes(VerdictJson.whole(verdict)));
        List<Difference> differences = new ArrayList<>();
        compare("", logged.verdict(), replayed, differences);
        return new Outcome(logged.verdict().path("verdict").asText(), judged, earlier, differences);
    }

    private RunLog log(String runId, String namedBy) throws IOException {
        Optional<RunLog> log = RunLog.find(store, runId);
        if (log.isEmpty()) {
            throw new MissingLogException(
                    "the audit log has no verdict on "
                            + runId
                            + (namedBy.isEmpty()
                                    ? ""
                                    : ", with which " + namedBy + " was compared"));
        }
        return log.get();
    }

    private static JudgementJson.Logged judgement(RunLog log) throws IOException {
        List<LogLine> verdicts = log.all(AuditRecord.Kind.VERDICT);
        return JudgementJson.read(verdicts.get(verdicts.size() - 1).event());
    }

    /**
     * Puts the results of a run into the archive as the job did, and says how many counted. Reads
     * the samples twice: which of one id came late is known only when all have been counted.
     */
    private int add(RunLog log, MetricCatalogue catalogue) throws IOException {
        Map<EventId, Integer> left = new HashMap<>();
        accepted(log, catalogue, result -> left.merge(id(result), 1, Integer::sum));
        // Of one id the last are late.
        lateSamples(log).forEach((id, count) -> left.merge(id, -count, Integer::sum));
        Set<EventId> judged = new HashSet<>();
        accepted(
                log,
                catalogue,
                result -> {
                    if (left.merge(id(result), -1, Integer::sum) >= 0) {
                        accept(archive, result);
                        judged.add(id(result));
                    }
                });
        return judged.size();
    }

    private static EventId id(ObservationBatch result) {
        Observation only = new Observation(result);
        only.next();
        return new EventId(only.idHigh(), only.idLow());
    }

    /** Hands on what the removal of duplicates lets pass, in the order of the log. */
    private void accepted(RunLog log, MetricCatalogue catalogue, Consumer<ObservationBatch> out)
            throws IOException {
        RunArchive seen = new RunArchive(MemoryState.context());
        log.read(
                line -> {
                    if (!line.is(AuditRecord.Kind.SAMPLE)) {
                        return;
                    }
                    SampleEvent event = sample(line);
                    ObservationBuffer buffer = new ObservationBuffer(event);
                    buffer.add(event, catalogue);
                    ObservationBatch result = buffer.take();
                    if (accept(seen, result)) {
                        out.accept(result);
                    }
                });
    }

    /** Whether a result, the only one of its batch, counts; if so it is in the archive then. */
    private static boolean accept(RunArchive archive, ObservationBatch result) {
        SeriesHead head = result.head();
        SeriesOfRun series = archive.run(head.runId()).seriesOrNew(head.series());
        Observation sample = new Observation(result);
        sample.next();
        int before = series.log().find(sample.idHigh(), sample.idLow());
        if (before >= 0 && !series.log().isBeatenBy(before, sample)) {
            return false;
        }
        series.join(head);
        archive.keep(series, head, sample, before < 0, new Text[result.texts().length], 0);
        return true;
    }

    private SampleEvent sample(LogLine line) throws IOException {
        try {
            return samples.read(line.event());
        } catch (RejectedEventException e) {
            throw new IOException(place(line) + " is no sample: " + e.getMessage(), e);
        }
    }

    private static String place(LogLine line) {
        return "offset " + line.offset() + " of " + line.topic() + "/" + line.partition();
    }

    private static Map<EventId, Integer> lateSamples(RunLog log) throws IOException {
        Map<EventId, Integer> late = new HashMap<>();
        for (LogLine line : log.all(AuditRecord.Kind.LATE)) {
            String id =
                    JudgementJson.MAPPER.readTree(line.event()).path(Judgement.EVENT_ID).asText();
            if (!id.isEmpty()) {
                EventId event =
                        new EventId(
                                Long.parseUnsignedLong(id.substring(0, 16), 16),
                                Long.parseUnsignedLong(id.substring(16), 16));
                late.merge(event, 1, Integer::sum);
            }
        }
        return late;
    }

    /** Makes baselines of the runs that the verdict names, series by series, oldest first. */
    private Set<String> addBaselines(String runId, JudgementJson.Logged logged) throws Exception {
        Map<SeriesKey, Set<String>> bySeries = new HashMap<>();
        Set<String> named = new LinkedHashSet<>();
        for (JsonNode metric : logged.verdict().path("metrics")) {
            SeriesKey series = JudgementJson.key(metric);
            Set<String> runs = new LinkedHashSet<>();
            String anchor = metric.path("anchor").path("run_id").asText();
            boolean isAlsoLatest = false;
            for (JsonNode run : metric.path("baseline_runs")) {
                isAlsoLatest |= run.asText().equals(anchor);
            }
            if (!anchor.isEmpty() && !isAlsoLatest) {
                runs.add(anchor);
            }
            metric.path("baseline_runs").forEach(run -> runs.add(run.asText()));
            named.addAll(runs);
            bySeries.put(series, runs);
        }
        for (String run : named) {
            RunLog log = log(run, runId);
            add(log, judgement(log).catalogue());
        }
        for (Map.Entry<SeriesKey, Set<String>> entry : bySeries.entrySet()) {
            for (String run : entry.getValue()) {
                RunArchive.SeriesProgress progress =
                        archive.progress(new RunArchive.RunSeries(run, entry.getKey()));
                // Slices and failures are of the runs of their whole series.
                if (progress != null) {
                    baselines.add(
                            entry.getKey(),
                            new BaselineStore.HealthyRun(run, progress.comparability()),
                            logged.policy());
                }
            }
        }
        return named;
    }

    /** The control events before the verdict. */
    private List<RunEvent> controlEvents(RunLog log) throws IOException {
        List<RunEvent> events = new ArrayList<>();
        for (LogLine line : log.all(AuditRecord.Kind.CONTROL)) {
            try {
                RunEvent event = controls.read(line.event());
                if (event.type() != RunEvent.Type.CANCEL_REQUESTED) {
                    events.add(event);
                }
            } catch (RejectedEventException e) {
                throw new IOException(place(line) + " is no control event: " + e.getMessage(), e);
            }
        }
        int late = 0;
        for (LogLine line : log.all(AuditRecord.Kind.LATE)) {
            late += JudgementJson.MAPPER.readTree(line.event()).has(Judgement.EVENT_ID) ? 0 : 1;
        }
        return events.subList(0, Math.max(0, events.size() - late));
    }

    /** How the run ended: what events say, and the line of the verdict where clocks do. */
    private RunVerdict.State ended(
            String runId, List<RunEvent> events, RunControl control, JudgementJson.Logged logged)
            throws Exception {
        for (RunEvent event : events) {
            if (event.type() == RunEvent.Type.RUN_CANCELLED) {
                return RunVerdict.State.CANCELLED;
            }
        }
        archive.put(runId, control);
        return archive.isComplete(archive.run(runId)) ? RunVerdict.State.COMPLETE : logged.ended();
    }

    private RunVerdict judge(
            String runId, JudgementJson.Logged logged, RunControl control, RunVerdict.State ended)
            throws Exception {
        JudgeSettings settings =
                new JudgeSettings(
                        logged.catalogue(),
                        new ModelPolicies(logged.policy(), List.of()),
                        0,
                        0,
                        0,
                        0,
                        1);
        EvidenceReader reader = new EvidenceReader(archive, baselines);
        RunConclusion conclusion =
                new RunConclusion(
                        settings, archive, reader, new LiveVerdicts(settings, archive, reader));
        String model = logged.verdict().path("model").asText();
        RunConclusion.Conclusion concluded =
                conclusion.of(model, runId, control, ended, new HashSet<>(logged.certain()));
        List<Recovery> recovered =
                incidents.recoveredBy(
                        concluded.state(), runId, concluded.results(), logged.policy().rule());
        return conclusion.verdict(
                model,
                runId,
                control,
                concluded.state(),
                concluded.results(),
                recovered,
                concluded.decision(),
                RunVerdict.Notice.NONE,
                0);
    }

    private static void compare(
            String field, JsonNode logged, JsonNode replayed, List<Difference> differences) {
        if (logged.isObject() && replayed.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            logged.fieldNames().forEachRemaining(names::add);
            replayed.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                compare(
                        field.isEmpty() ? name : field + "." + name,
                        logged.path(name),
                        replayed.path(name),
                        differences);
            }
        } else if (logged.isArray() && replayed.isArray()) {
            for (int i = 0; i < Math.max(logged.size(), replayed.size()); i++) {
                compare(field + "[" + i + "]", logged.path(i), replayed.path(i), differences);
            }
        } else if (!logged.toString().equals(replayed.toString())) {
            differences.add(new Difference(field, logged.toString(), replayed.toString()));
        }
    }
}
