package io.evalstream.jobs.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class BatchCommitterTest {

    private final FakeEngine engine = new FakeEngine();
    private final List<Long> pauses = Collections.synchronizedList(new ArrayList<>());
    private long nowMillis;
    private BatchCommitter committer;

    @AfterEach
    void close() {
        if (committer != null) {
            committer.close();
        }
    }

    /** What a test says to an insert before the engine sees it. */
    private interface Before {
        void insert(InsertBatch batch) throws InsertException, InterruptedException;
    }

    private InsertGateway gateway(Before before) {
        return new InsertGateway() {
            @Override
            public void insert(InsertBatch batch) throws InsertException, InterruptedException {
                before.insert(batch);
                synchronized (engine) {
                    engine.insert(batch);
                }
            }

            @Override
            public long stored(String table, String token) {
                return engine.stored(table, token);
            }

            @Override
            public void close() {}
        };
    }

    private BatchCommitter committer(int concurrency, Before before) {
        committer =
                new BatchCommitter(
                        gateway(before),
                        new DeliveryOptions(concurrency, Duration.ofMinutes(5)),
                        InsertBatch.NOT_RESTORED,
                        new UnregisteredMetricsGroup(),
                        () -> nowMillis,
                        pause -> {
                            pauses.add(pause);
                            nowMillis += pause;
                        });
        return committer;
    }

    private static List<Committer.CommitRequest<InsertBatch>> requests(int batches, int rows) {
        BatchWriter<Numbered> writer =
                new BatchWriter<>(
                        Numbered.TABLE,
                        new BatchLimits(rows, 1 << 20),
                        "w",
                        InsertBatch.NOT_RESTORED);
        for (int i = 0; i < batches * rows; i++) {
            writer.write(Numbered.of(3L * i), null);
        }
        List<Committer.CommitRequest<InsertBatch>> requests = new ArrayList<>();
        writer.prepareCommit().forEach(batch -> requests.add(new TestingCommitRequest(batch)));
        return requests;
    }

    @Test
    void anOutageIsWaitedForWithLongerAndLongerPauses() throws Exception {
        int[] left = {100};
        committer(
                        1,
                        batch -> {
                            if (left[0]-- > 0) {
                                throw new InsertException(Reaction.RETRY, 0, "refused");
                            }
                        })
                .commit(requests(1, 10));
        assertThat(engine.rows()).hasSize(10);
        assertThat(pauses).hasSize(100).isSorted();
        assertThat(pauses.get(99)).isEqualTo(10_000);
    }

    @Test
    void severalBatchesAreOnTheirWayAtOnceButNoMoreThanAllowed() throws Exception {
        CountDownLatch two = new CountDownLatch(2);
        List<Integer> concurrent = Collections.synchronizedList(new ArrayList<>());
        int[] now = {0};
        committer(
                        2,
                        batch -> {
                            synchronized (now) {
                                concurrent.add(++now[0]);
                            }
                            two.countDown();
                            assertThat(two.await(30, TimeUnit.SECONDS)).isTrue();
                            synchronized (now) {
                                now[0]--;
                            }
                        })
                .commit(requests(8, 5));
        assertThat(engine.rows()).doesNotHaveDuplicates().hasSize(40);
        assertThat(concurrent).contains(2).allMatch(count -> count <= 2);
    }

    @Test
    void whatNobodyCanHelpWithoutAPersonFailsTheCommitAtOnce() {
        committer(
                2,
                batch -> {
                    throw new InsertException(Reaction.STOP, 60, "no such table");
                });
        assertThatThrownBy(() -> committer.commit(requests(3, 5)))
                .isInstanceOf(InsertException.class)
                .hasMessage("no such table");
        assertThat(pauses).isEmpty();
    }

    @Test
    void oneBadRowIsSetAsideAndItsNeighboursArrive() throws Exception {
        BatchWriter<Numbered> writer =
                new BatchWriter<>(Numbered.TABLE, new BatchLimits(100, 1 << 20), "w", -1);
        for (long number = 1; number <= 30; number += 3) {
            writer.write(Numbered.of(number), null);
        }
        List<Committer.CommitRequest<InsertBatch>> requests = new ArrayList<>();
        writer.prepareCommit().forEach(batch -> requests.add(new TestingCommitRequest(batch)));
        List<InsertBatch> sent = new ArrayList<>();
        committer(1, sent::add).commit(requests);
        assertThat(engine.rows()).containsExactly(1L, 4L, 7L, 10L, 16L, 19L, 22L, 25L, 28L);
        assertThat(engine.refused()).containsExactly(13L);
        InsertBatch letter = sent.get(sent.size() - 1);
        DecodedBlock block = DecodedBlock.of(letter);
        assertThat(new String(block.json(0), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"topic\":\"clickhouse/numbered\"")
                .contains("\"reason\":\"SINK_REJECTED\"")
                .contains("a constraint is violated")
                .contains("{\\\"number\\\":\\\"13\\\",\\\"ts\\\":\\\"2026-")
                .contains("\\\"parity\\\":\\\"odd\\\"");
    }

    @Test
    void aTableThatRefusesEveryRowIsNoMatterOfRows() {
        committer(
                1,
                batch -> {
                    throw new InsertException(Reaction.REJECT, 27, "cannot parse");
                });
        assertThatThrownBy(() -> committer.commit(requests(1, 200)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot parse; the first 16 rows were all refused")
                .hasMessageContaining("sql/clickhouse");
        assertThat(engine.refused()).isEmpty();
    }

    @Test
    void whatAnEarlierProcessHasStoredIsNotSentAgain() throws Exception {
        InsertBatch batch = requests(1, 10).get(0).getCommittable();
        engine.insert(batch);
        engine.forgetTokens();
        InsertBatch recovered =
                new InsertBatch(
                        batch.table(), batch.columns(), batch.token(), 7, 10, batch.block());
        List<InsertBatch> sent = new ArrayList<>();
        committer(1, sent::add).commit(List.of(new TestingCommitRequest(recovered)));
        assertThat(sent).isEmpty();
        assertThat(engine.rows()).hasSize(10);
    }

    @Test
    void closingDuringAPauseEndsItAtOnce() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        committer =
                new BatchCommitter(
                        gateway(
                                batch -> {
                                    failed.countDown();
                                    throw new InsertException(Reaction.RETRY, 0, "refused");
                                }),
                        new DeliveryOptions(2, Duration.ofMinutes(5)),
                        InsertBatch.NOT_RESTORED,
                        new UnregisteredMetricsGroup());
        CompletableFuture<Void> commit =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                committer.commit(requests(3, 5));
                            } catch (IOException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
        committer.close();
        assertThatThrownBy(() -> commit.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class);
        assertThat(engine.rows()).isEmpty();
    }

    @Test
    void anInterruptDuringAnOutageEndsTheCommit() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        committer =
                new BatchCommitter(
                        gateway(
                                batch -> {
                                    failed.countDown();
                                    throw new InsertException(Reaction.RETRY, 0, "refused");
                                }),
                        new DeliveryOptions(2, Duration.ofMinutes(5)),
                        InsertBatch.NOT_RESTORED,
                        new UnregisteredMetricsGroup());
        CompletableFuture<Exception> end = new CompletableFuture<>();
        Thread task =
                new Thread(
                        () -> {
                            try {
                                committer.commit(requests(3, 5));
                                end.complete(null);
                            } catch (IOException | InterruptedException e) {
                                end.complete(e);
                            }
                        });
        task.start();
        assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
        task.interrupt();
        assertThat(end.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        task.join();
    }
}
