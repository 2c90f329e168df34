package io.evalstream.jobs.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.UUID;

/**
 * The way to an engine on which requests, answers and the process itself are lost, by a seed.
 *
 * <p>Time is simulated: pauses make it pass.
 */
final class FaultyGateway implements InsertGateway {

    /** The end of the process at this point. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crash(String where) {
            super(where);
        }
    }

    private static final long HOUR = 3_600_000;

    /** Then nothing more goes wrong: a job in which every insert may crash never gets on. */
    private static final int MOST_FAULTS = 40;

    private final CountedEngine engine;
    private final Random random;
    private final Variant variant;

    /** Inserts that a process has sent before its end and the engine has not executed yet. */
    private final Deque<InsertBatch> onTheWay = new ArrayDeque<>();

    private long nowMillis;
    private long outageEndMillis;
    private boolean forgets;
    private boolean damaged;
    private int faults;
    private boolean calm;

    FaultyGateway(CountedEngine engine, Random random, Variant variant) {
        this.engine = engine;
        this.random = random;
        this.variant = variant;
    }

    long now() {
        return nowMillis;
    }

    /** In place of waiting. */
    void pause(long millis) {
        // Without the jitter, which no seed governs.
        nowMillis += 100L << (63 - Long.numberOfLeadingZeros(millis / 100));
        if (happens(400)) {
            throw new Crash("while waiting");
        }
    }

    /** The engine cannot be reached for a while; a long one it forgets all tokens in. */
    void breakDown(boolean isLong) {
        outageEndMillis = nowMillis + (isLong ? HOUR : 1 + random.nextInt(60_000));
        forgets = isLong;
    }

    /** Whether one of so many times something goes wrong. */
    private boolean happens(int times) {
        if (calm || random.nextInt(times) > 0) {
            return false;
        }
        faults++;
        calm = faults == MOST_FAULTS;
        return true;
    }

    /** From now on nothing goes wrong. */
    void calmDown() {
        calm = true;
        nowMillis = Math.max(nowMillis, outageEndMillis);
    }

    /** What was on the way arrives at last; the tokens are then as new as in time. */
    void arrive() throws Exception {
        while (!onTheWay.isEmpty()) {
            try {
                engine.insert(onTheWay.poll());
            } catch (InsertException refused) {
                assertThat(refused.reaction()).isEqualTo(Reaction.REJECT);
            }
        }
    }

    /** Time in which other writers fill the memory of the engine. */
    void forgetTokens() throws Exception {
        arrive();
        engine.forgetTokens();
        nowMillis += HOUR;
    }

    private void requireReachable() throws InsertException {
        if (nowMillis < outageEndMillis) {
            throw new InsertException(Reaction.RETRY, 0, "connection refused");
        }
        if (forgets) {
            forgets = false;
            try {
                arrive();
                engine.forgetTokens();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void insert(InsertBatch given) throws InsertException, InterruptedException {
        nowMillis += random.nextInt(20);
        requireReachable();
        InsertBatch batch = variant == Variant.NO_TOKEN ? withNewToken(given) : given;
        int fault = happens(4) ? random.nextInt(12) : -1;
        switch (fault) {
            case 0 -> throw new InsertException(Reaction.RETRY, 0, "HTTP 500");
            case 1 -> throw new InsertException(Reaction.RETRY, 252, "too many parts");
            case 2 -> throw new InsertException(Reaction.RETRY, 0, "timed out on the way there");
            case 3 -> {
                onTheWay.add(batch);
                throw new Crash("with the insert on its way");
            }
            case 4 -> throw new Crash("before the insert");
            case 5 -> loseAByte(batch);
            default -> engine.insert(batch);
        }
        switch (fault) {
            case 6, 7 -> throw new InsertException(Reaction.RETRY, 0, "timed out on the way back");
            case 8 -> throw new Crash("before the answer");
            case 9 -> throw new InsertException(Reaction.RETRY, 319, "unknown status of insert");
            case 10 -> {
                breakDown(true);
                throw new InsertException(Reaction.RETRY, 0, "connection reset");
            }
            case 11 -> {
                breakDown(false);
                throw new InsertException(Reaction.RETRY, 0, "connection reset");
            }
            default -> {}
        }
    }

    /** Never twice in a row: then it is not the network's fault. */
    private void loseAByte(InsertBatch batch) throws InsertException, InterruptedException {
        if (damaged) {
            damaged = false;
            engine.insert(batch);
            return;
        }
        damaged = true;
        throw new InsertException(Reaction.REJECT, 33, "a byte was lost");
    }

    private static InsertBatch withNewToken(InsertBatch batch) {
        return new InsertBatch(
                batch.table(),
                batch.columns(),
                UUID.randomUUID().toString(),
                batch.restoredFrom(),
                batch.rows(),
                batch.block());
    }

    @Override
    public long stored(String table, String token) throws InsertException, InterruptedException {
        requireReachable();
        if (happens(10)) {
            throw new InsertException(Reaction.RETRY, 159, "too slow");
        }
        return variant == Variant.NO_READ_BACK ? 0 : engine.stored(table, token);
    }

    @Override
    public void close() {}
}
