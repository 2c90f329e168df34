package io.evalstream.jobs.clickhouse;

import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * A job that reads numbers from a source which it can reread, around the real writer, serializer
 * and committer. Checkpoints complete or fail, their notifications get lost, processes end, and
 * what goes on from a checkpoint has another parallelism.
 */
final class SimulatedJob {

    private static final int PARTITIONS = 4;
    private static final DeliveryOptions OPTIONS = new DeliveryOptions(1, Duration.ofMinutes(5));
    private static final InsertBatchSerializer SERIALIZER = new InsertBatchSerializer();

    /** What a checkpoint keeps: how far each partition is read, and the batches not inserted. */
    private record Checkpoint(long id, long[] offsets, List<TreeMap<Long, List<byte[]>>> pending) {}

    /** One parallel part of the sink. */
    private static final class Subtask {
        final BatchWriter<Numbered> writer;
        final BatchCommitter committer;
        final TreeMap<Long, List<InsertBatch>> pending = new TreeMap<>();

        Subtask(BatchWriter<Numbered> writer, BatchCommitter committer) {
            this.writer = writer;
            this.committer = committer;
        }
    }

    private final Random random;
    private final FaultyGateway gateway;
    private final Variant variant;
    private final long rowsOfPartition;
    private final List<Subtask> subtasks = new ArrayList<>();
    private long[] offsets = new long[PARTITIONS];
    private long nextCheckpoint = 1;
    private Checkpoint completed;
    private long writers;

    SimulatedJob(CountedEngine engine, long seed, int rows, Variant variant) {
        this.random = new Random(seed);
        this.gateway = new FaultyGateway(engine, random, variant);
        this.variant = variant;
        this.rowsOfPartition = rows / PARTITIONS;
    }

    /** Runs until all numbers below the given one are read and a last checkpoint is complete. */
    void run() throws Exception {
        guarded(this::start);
        while (!isRead()) {
            guarded(this::step);
        }
        gateway.calmDown();
        while (!guarded(() -> checkpoint(true, false))) {
            gateway.calmDown();
        }
        gateway.arrive();
        end();
    }

    private interface Action {
        void run() throws Exception;
    }

    /** Starts the job again when it ends meanwhile; returns whether it did not. */
    private boolean guarded(Action action) throws Exception {
        Action next = action;
        while (true) {
            try {
                next.run();
                return next == action;
            } catch (FaultyGateway.Crash crash) {
                if (random.nextInt(4) == 0) {
                    gateway.arrive();
                }
                if (random.nextInt(6) == 0) {
                    gateway.forgetTokens();
                }
                next = this::start;
            }
        }
    }

    private boolean isRead() {
        for (long offset : offsets) {
            if (offset < rowsOfPartition) {
                return false;
            }
        }
        return true;
    }

    private void end() {
        subtasks.forEach(subtask -> subtask.committer.close());
        subtasks.clear();
    }

    private void start() throws Exception {
        end();
        long restoredFrom = completed == null ? InsertBatch.NOT_RESTORED : completed.id();
        int parallelism = 1 + random.nextInt(3);
        for (int i = 0; i < parallelism; i++) {
            BatchLimits limits = new BatchLimits(1 + random.nextInt(30), 1 << 20);
            BatchWriter<Numbered> writer =
                    new BatchWriter<>(Numbered.TABLE, limits, "w" + writers++, restoredFrom);
            BatchCommitter committer =
                    new BatchCommitter(
                            gateway,
                            OPTIONS,
                            restoredFrom,
                            new UnregisteredMetricsGroup(),
                            gateway::now,
                            gateway::pause);
            subtasks.add(new Subtask(writer, committer));
        }
        offsets = completed == null ? new long[PARTITIONS] : completed.offsets().clone();
        if (completed != null) {
            nextCheckpoint = completed.id() + 1;
            for (int i = 0; i < completed.pending().size(); i++) {
                Subtask subtask = subtasks.get(i % parallelism);
                completed.pending().get(i).forEach((id, list) -> restore(subtask, id, list));
            }
            for (Subtask subtask : subtasks) {
                commit(subtask, completed.id());
            }
        }
    }

    private static void restore(Subtask subtask, long id, List<byte[]> batches) {
        List<InsertBatch> list = subtask.pending.computeIfAbsent(id, key -> new ArrayList<>());
        for (byte[] bytes : batches) {
            try {
                list.add(SERIALIZER.deserialize(SERIALIZER.getVersion(), bytes));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void step() throws Exception {
        int what = random.nextInt(100);
        if (what < 70) {
            read(1 + random.nextInt(20));
        } else if (what < 90) {
            checkpoint(random.nextInt(5) > 0, true);
        } else if (what < 92) {
            gateway.breakDown(random.nextInt(4) == 0);
        } else if (what < 94) {
            throw new FaultyGateway.Crash("between two rows");
        } else if (what < 95) {
            gateway.arrive();
        }
    }

    private void read(int count) throws Exception {
        int partition = random.nextInt(PARTITIONS);
        Subtask subtask = subtasks.get(partition % subtasks.size());
        for (int i = 0; i < count && offsets[partition] < rowsOfPartition; i++) {
            long number = offsets[partition]++ * PARTITIONS + partition;
            subtask.writer.write(Numbered.of(number), null);
            if (variant == Variant.INSERT_BEFORE_CHECKPOINT && random.nextInt(20) == 0) {
                send(subtask, List.copyOf(subtask.writer.prepareCommit()));
            }
        }
    }

    private void checkpoint(boolean completes, boolean mayLoseNotifications) throws Exception {
        long id = nextCheckpoint++;
        List<TreeMap<Long, List<byte[]>>> states = new ArrayList<>();
        for (Subtask subtask : subtasks) {
            subtask.writer.flush(false);
            subtask.pending.put(id, new ArrayList<>(subtask.writer.prepareCommit()));
            TreeMap<Long, List<byte[]>> state = new TreeMap<>();
            for (var entry : subtask.pending.entrySet()) {
                List<byte[]> list = new ArrayList<>();
                for (InsertBatch batch : entry.getValue()) {
                    list.add(SERIALIZER.serialize(batch));
                }
                state.put(entry.getKey(), list);
            }
            states.add(state);
        }
        if (!completes) {
            return;
        }
        completed = new Checkpoint(id, offsets.clone(), states);
        for (Subtask subtask : subtasks) {
            boolean isTold = !mayLoseNotifications || random.nextInt(5) > 0;
            if (isTold) {
                commit(subtask, id);
            }
        }
    }

    /** As Flink does: all up to the checkpoint, one checkpoint after the other. */
    private static void commit(Subtask subtask, long id) throws Exception {
        while (!subtask.pending.isEmpty() && subtask.pending.firstKey() <= id) {
            send(subtask, subtask.pending.firstEntry().getValue());
            subtask.pending.pollFirstEntry();
        }
    }

    private static void send(Subtask subtask, List<InsertBatch> batches) throws Exception {
        List<Committer.CommitRequest<InsertBatch>> requests = new ArrayList<>();
        batches.forEach(batch -> requests.add(new TestingCommitRequest(batch)));
        subtask.committer.commit(requests);
    }
}
