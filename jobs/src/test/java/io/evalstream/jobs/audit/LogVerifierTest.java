package io.evalstream.jobs.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Every kind of damage, done by hand to a log that was whole. */
class LogVerifierTest {

    private static final String RUN = "nightly-7";
    private static final String CHAIN = "0000abcd";
    private static final int PARTS = 4;
    private static final int LINES = 50;

    private final MemoryObjectStore store = new MemoryObjectStore();
    private Instant now = Instant.parse("2026-03-02T00:00:00Z");

    @BeforeEach
    void write() throws Exception {
        publish(RUN, CHAIN);
        publish("other", "0000beef");
    }

    @AfterEach
    void nothingIsLeftStaged() {
        assertThat(store.keys(AuditKeys.STAGING)).isEmpty();
    }

    private void publish(String run, String chain) throws Exception {
        List<List<AuditRecord>> parts = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            List<AuditRecord> records = new ArrayList<>();
            for (int line = 0; line < LINES; line++) {
                records.add(LogFixture.sample(run, part * LINES + line));
            }
            parts.add(records);
        }
        parts.get(PARTS - 1).add(LogFixture.verdict(run));
        LogFixture.publish(store, LogFixture.parts(run, chain, parts));
    }

    private static String part(int number) {
        return AuditKeys.part(LogFixture.DAY, RUN, CHAIN, number);
    }

    private static String head() {
        return AuditKeys.head(LogFixture.DAY, RUN, CHAIN);
    }

    private LogVerifier.Report report(String... runs) throws Exception {
        try (LogVerifier verifier =
                new LogVerifier(store, Duration.ofDays(90), Clock.fixed(now, ZoneOffset.UTC))) {
            return verifier.verify(List.of(runs));
        }
    }

    private List<String> faults() throws Exception {
        return report().faults().stream().map(LogFault::toString).toList();
    }

    @Test
    void aLogThatNobodyTouchedIsWhole() throws Exception {
        LogVerifier.Report report = report();
        assertThat(report.faults()).isEmpty();
        assertThat(report.runs()).isEqualTo(2);
        assertThat(report.parts()).isEqualTo(2 * PARTS);
        assertThat(report.lines()).as("with a verdict and a closing line").isEqualTo(2 * 202);
        assertThat(report.open()).isZero();
    }

    @Test
    void anyFlippedByteIsFound() throws Exception {
        for (int number = 0; number < PARTS; number++) {
            byte[] whole = store.objects.get(part(number));
            for (int at = 0; at < whole.length; at++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= 4;
                store.objects.put(part(number), damaged);
                assertThat(faults()).as("byte " + at + " of part " + number).isNotEmpty();
            }
            store.objects.put(part(number), whole);
        }
    }

    @Test
    void aFlippedByteIsNamedByObjectAndLine() throws Exception {
        byte[] damaged = store.objects.get(part(1));
        damaged[damaged.length - 20] ^= 1;
        assertThat(faults()).containsExactly(part(1) + ":2: was edited in lines 2 to 51");
    }

    @Test
    void aRemovedPartIsFound() throws Exception {
        store.objects.remove(part(2));
        assertThat(faults()).containsExactly(part(2) + ": is missing");
    }

    @Test
    void aRemovedFirstPartIsFoundUnlessItsTimeIsOver() throws Exception {
        store.objects.remove(part(0));
        assertThat(faults()).containsExactly(part(0) + ": is missing at the beginning");
        now = Instant.parse("2026-05-30T00:00:00Z");
        assertThat(faults()).isEmpty();
    }

    @Test
    void aCutAtTheEndIsFoundAtAnyAge() throws Exception {
        store.objects.remove(part(3));
        now = Instant.parse("2027-05-30T00:00:00Z");
        assertThat(faults())
                .containsExactly(part(3) + ": is missing: the log is cut off at its end");
    }

    @Test
    void aCutThatTakesTheHeadWithItIsFound() throws Exception {
        store.objects.remove(part(3));
        store.objects.remove(head());
        assertThat(faults())
                .containsExactly(head() + ": is missing: nothing says where the chain ends");
    }

    @Test
    void aRemovedLogIsFoundByWhoAsksForIt() throws Exception {
        store.objects.keySet().removeIf(key -> key.contains(RUN));
        assertThat(report().faults()).isEmpty();
        assertThat(report("other", RUN).faults())
                .extracting(LogFault::toString)
                .containsExactly("dt=*/run=nightly-7/: is missing: there is no log of nightly-7");
    }

    @Test
    void swappedPartsAreFound() throws Exception {
        byte[] one = store.objects.get(part(1));
        store.objects.put(part(1), store.objects.get(part(2)));
        store.objects.put(part(2), one);
        assertThat(faults())
                .containsExactly(
                        part(1) + ":1: is out of order: it is part 2",
                        part(2) + ":1: is out of order: it is part 1");
    }

    @Test
    void aTruncatedPartIsFoundWhereverItIsCut() throws Exception {
        byte[] whole = store.objects.get(part(1));
        for (int length = 0; length < whole.length; length++) {
            store.objects.put(part(1), Arrays.copyOf(whole, length));
            assertThat(faults()).as("cut to " + length).isNotEmpty();
        }
        store.objects.put(part(1), Arrays.copyOf(whole, whole.length - 1));
        assertThat(faults()).containsExactly(part(1) + ":2: is cut off; 50 lines are missing");
    }

    @Test
    void appendedBytesAreFound() throws Exception {
        byte[] whole = store.objects.get(part(3));
        byte[] extra = frame("{\"type\":\"sample\",\"event\":{}}\n");
        byte[] longer = Arrays.copyOf(whole, whole.length + extra.length);
        System.arraycopy(extra, 0, longer, whole.length, extra.length);
        store.objects.put(part(3), longer);
        assertThat(faults())
                .containsExactly(
                        part(3) + ":54: has " + extra.length + " bytes that were added at its end");
    }

    private static byte[] frame(String text) {
        try (Frames frames = new Frames()) {
            byte[] bytes = LogFixture.utf8(text);
            return frames.compress(bytes, bytes.length);
        }
    }

    @Test
    void aCopyOfAPartIsFound() throws Exception {
        String next = part(PARTS);
        store.objects.put(next, store.objects.get(part(3)));
        assertThat(faults()).contains(next + ":1: is out of order: it is part 3");
        store.objects.remove(next);
        String copy = part(1).replace(".jsonl.zst", "-copy.jsonl.zst");
        store.objects.put(copy, store.objects.get(part(1)));
        assertThat(faults())
                .containsExactly(copy + ": is foreign: nothing of the log has such a name");
    }

    @Test
    void aPartOfAnotherRunIsFound() throws Exception {
        String foreign = part(1).replace(RUN, "other").replace(CHAIN, "0000beef");
        store.objects.put(part(1), store.objects.get(foreign));
        assertThat(faults())
                .containsExactly(
                        part(1)
                                + ":1: is foreign: it is part 1 of other of 2026-03-01, chain"
                                + " 0000beef");
    }

    @Test
    void aWholeLogUnderAnotherNameIsFound() throws Exception {
        for (String key : store.keys("run=other/")) {
            store.objects.put(key.replace("run=other", "run=third"), store.objects.get(key));
        }
        assertThat(faults()).hasSize(1 + PARTS).allMatch(fault -> fault.contains("is foreign"));
    }

    @Test
    void anEditedVerdictIsFoundByItsLineHoweverItIsPacked() throws Exception {
        String text = text(part(3)).replace("\"PASS\"", "\"BREACH\"");
        store.objects.put(part(3), frame(text));
        assertThat(faults()).containsExactly(part(3) + ":2: was edited in lines 2 to 52");
    }

    @Test
    void aPartThatWasPackedAnewAndBadlyIsAFaultAndNoEndOfTheCheck() throws Exception {
        byte[] packed = frame(text(part(3)));
        store.objects.put(part(3), Arrays.copyOf(packed, packed.length + 9));
        assertThat(faults())
                .singleElement()
                .asString()
                .startsWith(part(3) + ":2: was packed anew, and badly");
    }

    @Test
    void anEditThatIsConsistentInItselfContradictsTheNextPart() throws Exception {
        List<AuditRecord> records = new ArrayList<>();
        for (int line = 0; line < LINES; line++) {
            records.add(LogFixture.sample(RUN, line == 7 ? 8_000 : LINES + line));
        }
        List<AuditRecord> first = new ArrayList<>();
        for (int line = 0; line < LINES; line++) {
            first.add(LogFixture.sample(RUN, line));
        }
        AuditPart forged = LogFixture.parts(RUN, CHAIN, List.of(first, records)).get(1);
        store.objects.put(part(1), forged.bytes());
        assertThat(faults())
                .contains(part(1) + ":1: was edited: the next part names another SHA-256 of it");
    }

    @Test
    void anEditedHeadIsFound() throws Exception {
        String edited =
                new String(store.objects.get(head()), StandardCharsets.UTF_8)
                        .replace("\"lines\":202", "\"lines\":201");
        store.objects.put(head(), LogFixture.utf8(edited));
        assertThat(faults())
                .containsExactly(head() + ":1: was edited: it is not what the chain ends with");
    }

    @Test
    void anEventThatIsThereTwiceIsFound() throws Exception {
        List<AuditRecord> twice =
                List.of(LogFixture.sample("twice", 4), LogFixture.sample("twice", 4));
        LogFixture.publish(store, "twice", twice);
        assertThat(faults())
                .singleElement()
                .asString()
                .endsWith(":3: offset 4 of samples/0 comes after 4");
    }

    @Test
    void anOpenLogIsWholeAndCounted() throws Exception {
        LogFixture.publish(store, "running", List.of(LogFixture.sample("running", 1)));
        assertThat(report().faults()).isEmpty();
        assertThat(report().open()).isEqualTo(1);
    }

    @Test
    void aStrangerInTheFolderIsFound() throws Exception {
        store.put(AuditKeys.folder(LogFixture.DAY, RUN) + "notes.txt", new byte[1]);
        store.put("dt=yesterday/x", new byte[1]);
        assertThat(faults()).hasSize(2).allMatch(fault -> fault.contains("is foreign"));
    }

    @Test
    void whatAKilledStoreHasLeftOfAWriteIsNoPart() throws Exception {
        store.put(part(1) + "-0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0", new byte[7]);
        store.put(head() + "-0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0", new byte[0]);
        assertThat(faults()).isEmpty();
    }

    private String text(String key) throws Exception {
        StringBuilder text = new StringBuilder();
        byte[] bytes = store.objects.get(key);
        try (Frames frames = new Frames()) {
            for (int at = 0; at < bytes.length; ) {
                int length = Frames.length(bytes, at);
                text.append(
                        new String(frames.decompress(bytes, at, length), StandardCharsets.UTF_8));
                at += length;
            }
        }
        return text.toString();
    }
}
