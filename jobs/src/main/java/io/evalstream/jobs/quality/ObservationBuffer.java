package io.evalstream.jobs.quality;

import io.evalstream.contract.Outcome;
import io.evalstream.contract.SampleEvent;
import io.evalstream.udfs.verdict.MetricCatalogue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Results of one series that wait to be sent together.
 *
 * <p>A result is a row of {@value #FIXED} bytes, little-endian, at the offsets below, and the UTF-8
 * bytes of its item key.
 */
final class ObservationBuffer {
    static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    static final int ID_HIGH = 0;
    static final int ID_LOW = 8;
    static final int TS = 16;
    static final int SCORE = 24;
    static final int LATENCY = 32;
    static final int ATTEMPT = 40;
    static final int DISPATCH_INDEX = 44;
    static final int SLICE = 48;
    static final int CLUSTER = 50;
    static final int ITEM_LENGTH = 52;
    static final int OUTCOME = 54;
    static final int FIXED = 55;

    /** A full buffer is sent at once; a record on the network should fit its buffers. */
    private static final int FULL = 16 * 1024;

    private static final int INITIAL = 2 * 1024;

    private final SampleEvent first;
    private final SeriesHead head;
    private final Map<String, Integer> numbers = new HashMap<>();
    private String[] texts = new String[16];
    private int textCount;
    private byte[] bytes = new byte[INITIAL];
    private int size;
    private int rows;
    private String latestSlice;
    private int latestSliceNumber;

    /**
     * @param first says what all results of the series have in common
     */
    ObservationBuffer(SampleEvent first) {
        this.first = first;
        head = SeriesHead.of(first);
    }

    /** A hash of what {@link #isOf} compares; of texts that know their own. */
    static int hash(SampleEvent event) {
        int hash = event.runId().hashCode();
        hash = hash * 31 + event.task().hashCode();
        hash = hash * 31 + event.metric().hashCode();
        hash = hash * 31 + event.filter().hashCode();
        hash *= 0x9E37_79B9;
        return hash ^ hash >>> 15;
    }

    /** Whether an event has in common with the others what makes a series of one set-up. */
    boolean isOf(SampleEvent event) {
        return same(event.runId(), first.runId())
                && same(event.task(), first.task())
                && same(event.metric(), first.metric())
                && same(event.filter(), first.filter())
                && same(event.model(), first.model())
                && same(event.modelTag(), first.modelTag())
                && same(event.imageDigest(), first.imageDigest())
                && same(event.taskVersion(), first.taskVersion())
                && same(event.datasetDigest(), first.datasetDigest())
                && same(event.promptHash(), first.promptHash())
                && same(event.generationHash(), first.generationHash())
                && same(event.chatTemplateHash(), first.chatTemplateHash())
                && same(event.judgeModel(), first.judgeModel())
                && same(event.engine(), first.engine())
                && Objects.equals(event.higherIsBetter(), first.higherIsBetter());
    }

    /** Readers hand out one instance of a text that repeats, so the first look mostly decides. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(String a, String b) {
        return a == b || a.equals(b);
    }

    /**
     * Adds a result of the series.
     *
     * @return whether the buffer is full
     */
    boolean add(SampleEvent event, MetricCatalogue catalogue) {
        byte[] item = event.itemKey().getBytes(StandardCharsets.UTF_8);
        int end = size + FIXED + item.length;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end));
        }
        LONGS.set(bytes, size + ID_HIGH, event.eventId().high());
        LONGS.set(bytes, size + ID_LOW, event.eventId().low());
        LONGS.set(bytes, size + TS, event.tsMillis());
        LONGS.set(bytes, size + SCORE, Double.doubleToRawLongBits(score(event, catalogue)));
        LONGS.set(bytes, size + LATENCY, Double.doubleToRawLongBits(event.latencyMs()));
        INTS.set(bytes, size + ATTEMPT, event.attempt());
        INTS.set(bytes, size + DISPATCH_INDEX, event.dispatchIndex());
        SHORTS.set(bytes, size + SLICE, (short) sliceNumber(event.slice()));
        SHORTS.set(bytes, size + CLUSTER, (short) number(event.cluster()));
        SHORTS.set(bytes, size + ITEM_LENGTH, (short) item.length);
        bytes[size + OUTCOME] = (byte) event.outcome().ordinal();
        System.arraycopy(item, 0, bytes, size + FIXED, item.length);
        size = end;
        rows++;
        return size >= FULL;
    }

    private static double score(SampleEvent event, MetricCatalogue catalogue) {
        double value = event.value();
        // What the catalogue would say of nearly every result.
        return event.outcome() == Outcome.SCORED && !Double.isNaN(value)
                ? value
                : catalogue.score(
                        event.task(),
                        event.metric(),
                        event.outcome(),
                        value,
                        event.higherIsBetter());
    }

    @SuppressWarnings("ReferenceEquality")
    private int sliceNumber(String slice) {
        if (slice != latestSlice) {
            latestSliceNumber = number(slice);
            latestSlice = slice;
        }
        return latestSliceNumber;
    }

    private int number(String text) {
        if (text.isEmpty()) {
            return -1;
        }
        Integer known = numbers.get(text);
        if (known != null) {
            return known;
        }
        if (textCount == texts.length) {
            texts = Arrays.copyOf(texts, 2 * textCount);
        }
        texts[textCount] = text;
        numbers.put(text, textCount);
        return textCount++;
    }

    boolean isEmpty() {
        return rows == 0;
    }

    /** The results that were added since the latest call. */
    ObservationBatch take() {
        ObservationBatch batch =
                new ObservationBatch(
                        head, Arrays.copyOf(texts, textCount), rows, Arrays.copyOf(bytes, size));
        numbers.clear();
        Arrays.fill(texts, 0, textCount, null);
        textCount = 0;
        latestSlice = null;
        size = 0;
        rows = 0;
        return batch;
    }
}
