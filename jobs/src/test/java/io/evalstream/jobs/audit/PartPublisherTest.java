package io.evalstream.jobs.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class PartPublisherTest {

    private static final List<AuditPart> PARTS =
            LogFixture.parts(
                    "run",
                    "00000001",
                    List.of(
                            List.of(LogFixture.sample("run", 0)),
                            List.of(LogFixture.sample("run", 1)),
                            List.of(LogFixture.verdict("run"))));

    private final MemoryObjectStore store = new MemoryObjectStore();

    private static Collection<StagedPart> stage(ObjectStore in, List<AuditPart> parts)
            throws IOException {
        PartStager stager = new PartStager(in);
        for (AuditPart part : parts) {
            stager.write(part, null);
        }
        return stager.prepareCommit();
    }

    private static Map<String, String> contents(MemoryObjectStore of) {
        Map<String, String> contents = new HashMap<>();
        of.objects.forEach(
                (key, bytes) -> contents.put(key, new String(bytes, StandardCharsets.ISO_8859_1)));
        return contents;
    }

    @Test
    void nothingIsSeenBeforeTheCommit() throws Exception {
        stage(store, PARTS);
        assertThat(store.list(AuditKeys.DAYS)).isEmpty();
    }

    @Test
    void aKillAfterAnyStepLeavesWhatANewCommitCompletes() throws Exception {
        MemoryObjectStore undisturbed = new MemoryObjectStore();
        LogFixture.publish(undisturbed, PARTS);
        int steps = 0;
        for (; ; steps++) {
            MemoryObjectStore killed = new MemoryObjectStore();
            Collection<StagedPart> staged = stage(killed, PARTS);
            killed.changesLeft = steps;
            boolean isDone = false;
            try {
                new PartPublisher(killed).commit(LogFixture.requests(staged));
                isDone = true;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("gone away");
            }
            killed.changesLeft = Integer.MAX_VALUE;
            new PartPublisher(killed).commit(LogFixture.requests(staged));
            assertThat(contents(killed))
                    .as("killed after " + steps)
                    .isEqualTo(contents(undisturbed));
            if (isDone) {
                break;
            }
        }
        assertThat(steps).as("3 parts, 1 head, 3 staged").isEqualTo(7);
    }

    @Test
    void theHeadNeverGoesBack() throws Exception {
        LogFixture.publish(store, PARTS);
        Map<String, String> before = contents(store);
        new PartPublisher(store).commit(LogFixture.requests(List.of(StagedPart.of(PARTS.get(0)))));
        assertThat(contents(store)).isEqualTo(before);
    }

    @Test
    void aPartIsNeverReplaced() throws Exception {
        LogFixture.publish(store, PARTS);
        List<AuditPart> others =
                LogFixture.parts("run", "00000001", List.of(List.of(LogFixture.sample("run", 77))));
        byte[] before = store.objects.get(StagedPart.of(PARTS.get(0)).key());
        LogFixture.publish(store, others);
        LogFixture.publish(store, others);
        assertThat(store.objects.get(StagedPart.of(PARTS.get(0)).key())).isEqualTo(before);
        assertThat(store.keys("-fork-")).hasSize(1);
    }

    @Test
    void partsThatHaveVanishedAreMissed() {
        assertThatThrownBy(
                        () ->
                                new PartPublisher(store)
                                        .commit(
                                                LogFixture.requests(
                                                        List.of(StagedPart.of(PARTS.get(0))))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("neither published nor staged");
    }

    @Test
    void whatIsAbandonedIsRemovedAfterAMonth() throws Exception {
        stage(store, PARTS);
        long staged = store.now.toEpochMilli();
        PartStager.prepare(store, staged + Duration.ofDays(29).toMillis());
        assertThat(store.objects).hasSize(3);
        PartStager.prepare(store, staged + Duration.ofDays(31).toMillis());
        assertThat(store.objects).isEmpty();
    }

    @Test
    void stagedPartsComeBackFromACheckpoint() throws Exception {
        StagedPartSerializer serializer = new StagedPartSerializer();
        List<StagedPart> parts = new ArrayList<>();
        PARTS.forEach(part -> parts.add(StagedPart.of(part)));
        parts.add(new StagedPart("한/\n", "2026-01-01", "ff", 7, 1L << 40, true, "ab"));
        for (StagedPart part : parts) {
            byte[] bytes = serializer.serialize(part);
            assertThat(serializer.deserialize(1, bytes)).isEqualTo(part);
        }
        assertThatThrownBy(() -> serializer.deserialize(2, new byte[0]))
                .hasMessageContaining("version 2");
    }
}
