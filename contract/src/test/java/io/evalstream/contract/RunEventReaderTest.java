package io.evalstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Map;

class RunEventReaderTest {
    private final RunEventReader reader = new RunEventReader();

    @Test
    void readsTheStartOfARun() throws Exception {
        RunEvent event =
                reader.read(
                        bytes(
                                "{'type':'RUN_STARTED','run_id':'r','model_tag':'m:release-1',"
                                        + "'ts':'1970-01-01T00:00:01Z','shards':2,"
                                        + "'expected':[{'metric':'acc','samples':100,'new':[1]},"
                                        + "{'task':'t','metric':'acc','filter':'f','slice':'s','samples':5}],"
                                        + "'dispatch_seed':-9223372036854775808,"
                                        + "'labels':{'gpu':'H100','team':null}}"));

        assertThat(event.model()).isEqualTo("m");
        assertThat(event.tsMillis()).isEqualTo(1000);
        assertThat(event.expected())
                .containsExactly(
                        new SeriesCount("", "acc", "", "", 100),
                        new SeriesCount("t", "acc", "f", "s", 5));
        assertThat(event.sent()).isEmpty();
        assertThat(event.shard()).isEqualTo(-1);
        assertThat(event.dispatchSeed()).isEqualTo(Long.MIN_VALUE);
        assertThat(event.labels()).isEqualTo(Map.of("gpu", "H100"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'type':'STARTED'}                       | OUT_OF_RANGE    | type must be one of RUN_STARTED, SHARD_FINISHED, RUN_FINISHED, RUN_CANCELLED, CANCEL_REQUESTED
                    {'type':'RUN_FINISHED','ts':1}           | MISSING_FIELD   | run_id is required and must not be empty
                    {'type':'SHARD_FINISHED','run_id':'r','ts':1} | MISSING_FIELD | shard is required and must not be empty
                    {'run_id':'r','ts':1}                    | MISSING_FIELD   | type is required and must not be empty
                    {'type':'RUN_FINISHED','run_id':'r'}     | MISSING_FIELD   | ts is required and must not be empty
                    {'type':'RUN_FINISHED','run_id':'r','ts':1,'shard':2,'shards':2} | OUT_OF_RANGE | shard must be below shards, which is 2
                    {'shards':0}                             | OUT_OF_RANGE    | shards must be from 1 to 2147483647
                    {'dispatch_seed':9223372036854775808}    | OUT_OF_RANGE    | dispatch_seed must be from -9223372036854775808 to 9223372036854775807
                    {'expected':{}}                          | WRONG_TYPE      | expected must be an array of objects
                    {'expected':[1]}                         | WRONG_TYPE      | expected must be an array of objects
                    {'sent':[{'metric':'m'}]}                | MISSING_FIELD   | sent.samples is required and must not be empty
                    {'sent':[{'samples':1}]}                 | MISSING_FIELD   | sent.metric is required and must not be empty
                    {'sent':[{'samples':1,'samples':1}]}     | DUPLICATE_FIELD | sent.samples occurs twice
                    {'sent':[{'samples':-1}]}                | OUT_OF_RANGE    | sent.samples must be from 0 to 9223372036854775807
                    {'labels':{'a':1}}                       | WRONG_TYPE      | labels.a must be a string
                    {'labels':{'a':null,'a':'1'}}            | DUPLICATE_FIELD | labels.a occurs twice
                    {'labels':[]}                            | WRONG_TYPE      | labels must be an object of strings
                    {'schema_version':7}                     | UNKNOWN_VERSION | schema_version must be 1, the only version known here
                    """)
    void refusesWithAReasonAndAMessage(String json, RejectReason reason, String message) {
        RejectedEventException refusal =
                catchThrowableOfType(RejectedEventException.class, () -> reader.read(bytes(json)));

        assertThat(refusal).hasMessage(message);
        assertThat(refusal.reason()).isEqualTo(reason);
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
