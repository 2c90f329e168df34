package io.evalstream.bench.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SampleEventReader;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The events and the ledger of what was sent. */
class SampleStreamTest {

    private static final long EVENTS = 20_200;

    private final SampleStream stream = SampleStream.ofEvents(EVENTS);

    @Test
    void everyEventIsOneTheReaderTakesOf281BytesAnd12Fields() throws Exception {
        SampleEventReader reader = new SampleEventReader();
        for (long index : new long[] {0, 1, 47, 19_999}) {
            SampleStream.Sample sample = stream.at(index);
            assertThat(sample.json()).hasSize(281);
            assertThat(new String(sample.json()).split("\":", -1)).hasSize(12 + 1);
            SampleEvent event = reader.read(sample.json());
            assertThat(event.eventId()).isEqualTo(sample.id());
            assertThat(event.value() * 1024).isEqualTo(sample.value1024());
            assertThat(event.modelTag()).isEqualTo(sample.series().modelTag());
            assertThat(event.model()).isEqualTo(sample.series().model());
        }
    }

    @Test
    void oneOfAHundredIsSentAgainAsItWas() {
        Map<String, byte[]> first = new HashMap<>();
        long[] copies = new long[1];
        stream.forEach(
                (sample, copy) -> {
                    byte[] before = first.put(sample.id().toString(), sample.json());
                    assertThat(before != null).isEqualTo(copy);
                    if (copy) {
                        copies[0]++;
                        assertThat(sample.json()).isEqualTo(before);
                    }
                });
        assertThat(first).hasSize(20_000);
        assertThat(copies[0]).isEqualTo(200);
    }

    @Test
    void theLedgerAddsUpWhatWasSent() {
        Ledger ledger = new Ledger();
        Set<String> ids = new HashSet<>();
        long[] sums = new long[4];
        stream.forEach(
                (sample, copy) -> {
                    ledger.sample(sample, copy);
                    sums[0] += sample.value1024();
                    if (ids.add(sample.id().toString())) {
                        sums[1] += sample.value1024();
                        sums[2] ^= sample.id().high();
                        sums[3] ^= sample.id().low();
                    }
                });
        assertThat(ledger.events()).isEqualTo(20_200);
        assertThat(ledger.distinct()).isEqualTo(20_000);
        assertThat(ledger.idsXor())
                .isEqualTo(Long.toUnsignedString(sums[2]) + "\t" + Long.toUnsignedString(sums[3]));
        assertThat(ledger.records().values().stream().mapToLong(Ledger.Sums::sum1024).sum())
                .isEqualTo(sums[0]);
        assertThat(ledger.results().values().stream().mapToLong(Ledger.Sums::sum1024).sum())
                .isEqualTo(sums[1]);
        assertThat(ledger.sizes().values().stream().mapToLong(n -> n).sum()).isEqualTo(20_000);
    }

    @Test
    void aRunHasEachItemOfATaskOnce() {
        SampleStream two = new SampleStream(2 * 3 * 50 * 2, 2, 50);
        Map<SampleStream.Series, Set<String>> items = new HashMap<>();
        two.forEach(
                (sample, copy) -> {
                    if (!copy) {
                        items.computeIfAbsent(sample.series(), series -> new HashSet<>())
                                .add(new String(sample.key()));
                    }
                });
        assertThat(items).hasSize(2 * 3 * 2);
        assertThat(items.values()).allSatisfy(keys -> assertThat(keys).hasSize(50));
    }
}
