package io.evalstream.jobs.clickhouse;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The errors of ClickHouse that an insert can meet, by its own names and codes. */
enum ServerError {
    // ---- The server is busy, going down or coming up: the same insert passes another time.
    UNEXPECTED_END_OF_FILE(3, Reaction.RETRY, "the connection broke"),
    CANNOT_READ_FROM_SOCKET(95, Reaction.RETRY, "the connection broke"),
    CANNOT_WRITE_TO_SOCKET(96, Reaction.RETRY, "the connection broke"),
    TIMEOUT_EXCEEDED(159, Reaction.RETRY, "the server was too slow"),
    TOO_SLOW(160, Reaction.RETRY, "the server was too slow"),
    CANNOT_ALLOCATE_MEMORY(173, Reaction.RETRY, "the server is short of memory"),
    DNS_ERROR(198, Reaction.RETRY, "the server does not find another one"),
    QUOTA_EXCEEDED(201, Reaction.RETRY, "the quota is for an interval that passes"),
    TOO_MANY_SIMULTANEOUS_QUERIES(202, Reaction.RETRY, "the server is busy"),
    NO_FREE_CONNECTION(203, Reaction.RETRY, "the server is busy"),
    SOCKET_TIMEOUT(209, Reaction.RETRY, "the connection was too slow"),
    NETWORK_ERROR(210, Reaction.RETRY, "the connection broke"),
    NO_ZOOKEEPER(225, Reaction.RETRY, "the coordination service is away"),
    ABORTED(236, Reaction.RETRY, "the server is going down"),
    MEMORY_LIMIT_EXCEEDED(241, Reaction.RETRY, "the server is short of memory"),
    TABLE_IS_READ_ONLY(242, Reaction.RETRY, "a replica is without its coordination service"),
    NOT_ENOUGH_SPACE(243, Reaction.RETRY, "the disk is full until somebody makes room"),
    UNEXPECTED_ZOOKEEPER_ERROR(244, Reaction.RETRY, "the coordination service is away"),
    TOO_MANY_PARTS(252, Reaction.RETRY, "merges have to catch up; batches hold one partition"),
    NO_ACTIVE_REPLICAS(254, Reaction.RETRY, "replicas are away"),
    ALL_CONNECTION_TRIES_FAILED(279, Reaction.RETRY, "the server does not reach another one"),
    TOO_FEW_LIVE_REPLICAS(285, Reaction.RETRY, "replicas are away"),
    UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE(286, Reaction.RETRY, "replicas have to catch up"),
    UNKNOWN_STATUS_OF_INSERT(319, Reaction.RETRY, "it may have arrived; the token decides"),
    RECEIVED_ERROR_TOO_MANY_REQUESTS(364, Reaction.RETRY, "storage behind the server is busy"),
    INSERT_WAS_DEDUPLICATED(389, Reaction.RETRY, "it has arrived, as reading back will show"),
    QUERY_WAS_CANCELLED(394, Reaction.RETRY, "somebody killed this statement, not the next"),
    CANNOT_SCHEDULE_TASK(439, Reaction.RETRY, "the server is out of threads"),
    DEADLOCK_AVOIDED(473, Reaction.RETRY, "two statements were in each other's way"),
    S3_ERROR(499, Reaction.RETRY, "storage behind the server is away"),
    DISTRIBUTED_TOO_MANY_PENDING_BYTES(574, Reaction.RETRY, "shards have to catch up"),
    TABLE_IS_BEING_RESTARTED(733, Reaction.RETRY, "the server is coming up"),
    SERVER_OVERLOADED(745, Reaction.RETRY, "the server is busy"),
    TCP_CONNECTION_LIMIT_REACHED(749, Reaction.RETRY, "the server is busy"),
    HTTP_CONNECTION_LIMIT_REACHED(762, Reaction.RETRY, "the server is busy"),
    KEEPER_EXCEPTION(999, Reaction.RETRY, "the coordination service is away"),
    POCO_EXCEPTION(1000, Reaction.RETRY, "a library below the server: network, as a rule"),

    // ---- A row is at fault: the others go without it.
    CANNOT_PARSE_TEXT(6, Reaction.REJECT, "a value does not fit its column"),
    SIZES_OF_COLUMNS_DOESNT_MATCH(9, Reaction.REJECT, "a block is damaged"),
    CANNOT_PARSE_INPUT_ASSERTION_FAILED(27, Reaction.REJECT, "a value does not fit its column"),
    ATTEMPT_TO_READ_AFTER_EOF(32, Reaction.REJECT, "a block is damaged"),
    CANNOT_READ_ALL_DATA(33, Reaction.REJECT, "a block is damaged"),
    CANNOT_PARSE_DATE(38, Reaction.REJECT, "a time is out of range"),
    CANNOT_PARSE_DATETIME(41, Reaction.REJECT, "a time is out of range"),
    ARGUMENT_OUT_OF_BOUND(69, Reaction.REJECT, "a number is out of range"),
    CANNOT_CONVERT_TYPE(70, Reaction.REJECT, "a value does not fit its column"),
    CANNOT_PARSE_NUMBER(72, Reaction.REJECT, "a value does not fit its column"),
    INCORRECT_DATA(117, Reaction.REJECT, "a block is damaged"),
    TOO_LARGE_ARRAY_SIZE(128, Reaction.REJECT, "a list is too long"),
    TOO_LARGE_STRING_SIZE(131, Reaction.REJECT, "a text is too long"),
    INVALID_PARTITION_VALUE(248, Reaction.REJECT, "a time is out of range"),
    CANNOT_DECOMPRESS(271, Reaction.REJECT, "a block is damaged"),
    VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE(321, Reaction.REJECT, "a number is out of range"),
    CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN(349, Reaction.REJECT, "a value is missing"),
    FUNCTION_THROW_IF_VALUE_IS_NON_ZERO(395, Reaction.REJECT, "a view refuses a row"),
    DECIMAL_OVERFLOW(407, Reaction.REJECT, "a number is out of range"),
    VIOLATED_CONSTRAINT(469, Reaction.REJECT, "the table's own rule refuses a row"),
    UNKNOWN_ELEMENT_OF_ENUM(691, Reaction.REJECT, "a value is none the column knows"),

    // ---- The set-up is at fault: every insert fails in the same way.
    THERE_IS_NO_COLUMN(8, Reaction.STOP, Advice.MIGRATE),
    NOT_FOUND_COLUMN_IN_BLOCK(10, Reaction.STOP, Advice.MIGRATE),
    NO_SUCH_COLUMN_IN_TABLE(16, Reaction.STOP, Advice.MIGRATE),
    UNKNOWN_IDENTIFIER(47, Reaction.STOP, Advice.MIGRATE),
    NOT_IMPLEMENTED(48, Reaction.STOP, Advice.SERVER),
    TYPE_MISMATCH(53, Reaction.STOP, Advice.MIGRATE),
    UNKNOWN_TABLE(60, Reaction.STOP, Advice.MIGRATE),
    SYNTAX_ERROR(62, Reaction.STOP, Advice.SERVER),
    UNKNOWN_FORMAT(73, Reaction.STOP, Advice.SERVER),
    UNKNOWN_DATABASE(81, Reaction.STOP, Advice.MIGRATE),
    UNKNOWN_SETTING(115, Reaction.STOP, Advice.SERVER),
    READONLY(164, Reaction.STOP, Advice.RIGHTS),
    UNKNOWN_USER(192, Reaction.STOP, Advice.LOGIN),
    WRONG_PASSWORD(193, Reaction.STOP, Advice.LOGIN),
    REQUIRED_PASSWORD(194, Reaction.STOP, Advice.LOGIN),
    IP_ADDRESS_NOT_ALLOWED(195, Reaction.STOP, Advice.RIGHTS),
    TABLE_IS_DROPPED(218, Reaction.STOP, Advice.MIGRATE),
    DATABASE_ACCESS_DENIED(291, Reaction.STOP, Advice.RIGHTS),
    QUERY_IS_PROHIBITED(392, Reaction.STOP, Advice.RIGHTS),
    SETTING_CONSTRAINT_VIOLATION(452, Reaction.STOP, Advice.RIGHTS),
    READONLY_SETTING(472, Reaction.STOP, Advice.RIGHTS),
    ACCESS_DENIED(497, Reaction.STOP, Advice.RIGHTS),
    AUTHENTICATION_FAILED(516, Reaction.STOP, Advice.LOGIN),
    USER_EXPIRED(720, Reaction.STOP, Advice.LOGIN),
    TABLE_IS_PERMANENTLY_READ_ONLY(774, Reaction.STOP, Advice.RIGHTS);

    private static final Map<Integer, ServerError> BY_CODE = new HashMap<>();

    static {
        for (ServerError error : values()) {
            BY_CODE.put(error.code, error);
        }
    }

    private final int code;
    private final Reaction reaction;
    private final String reason;

    ServerError(int code, Reaction reaction, String reason) {
        this.code = code;
        this.reaction = reaction;
        this.reason = reason;
    }

    /** What the user has to do when nothing else helps. */
    private static final class Advice {
        static final String MIGRATE = "apply the migrations in sql/clickhouse to this server";
        static final String LOGIN = "correct clickhouse.user and clickhouse.password";
        static final String RIGHTS = "grant the user INSERT and SELECT on the database";
        static final String SERVER = "use ClickHouse 24 or newer";
    }

    static Optional<ServerError> of(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /**
     * What an answer of the server asks of us.
     *
     * <p>An unknown code is tried again: a newer server may have new ways to be busy, waiting loses
     * nothing since the rows are in a checkpoint, and it is logged and measured, while a wrong
     * guess in the other direction would set good rows aside or restart the job for nothing.
     *
     * @param code ClickHouse's, or 0 when the answer had none and came from something before it
     * @param status of HTTP
     */
    static Reaction reactionTo(int code, int status) {
        if (code != 0) {
            return of(code).map(ServerError::reaction).orElse(Reaction.RETRY);
        }
        return switch (status) {
            // Too large for a proxy: halves are smaller.
            case 413 -> Reaction.REJECT;
            case 408, 425, 429 -> Reaction.RETRY;
            default -> status / 100 == 4 ? Reaction.STOP : Reaction.RETRY;
        };
    }

    /** The number by which ClickHouse knows it. */
    int code() {
        return code;
    }

    Reaction reaction() {
        return reaction;
    }

    /** Why it is sorted so; of those that stop the job, what to do. */
    String reason() {
        return reason;
    }
}
