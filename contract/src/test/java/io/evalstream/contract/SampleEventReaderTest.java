package io.evalstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class SampleEventReaderTest {
    private static final String FIVE_FIELDS =
            "'run_id':'run-7','model_tag':'llama-3:release-41','metric':'acc','value':0.5,'ts':1000";

    private final SampleEventReader reader = new SampleEventReader();

    @Test
    void fiveFieldsMakeAnEvent() throws Exception {
        SampleEvent event = read("{" + FIVE_FIELDS + "}");

        assertThat(event.runId()).isEqualTo("run-7");
        assertThat(event.model()).isEqualTo("llama-3");
        assertThat(event.modelTag()).isEqualTo("llama-3:release-41");
        assertThat(event.metric()).isEqualTo("acc");
        assertThat(event.value()).isEqualTo(0.5);
        assertThat(event.tsMillis()).isEqualTo(1000);
        assertThat(event.outcome()).isEqualTo(Outcome.SCORED);
        assertThat(event.dispatchIndex()).isEqualTo(-1);
        assertThat(event.attempt()).isZero();
        assertThat(event.higherIsBetter()).isNull();
        assertThat(event.latencyMs()).isNaN();
        assertThat(event.itemKey()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {                                   | NOT_JSON        | not a JSON object, at byte 1: expected a field name in quotes
                    []                                  | NOT_JSON        | not a JSON object, at byte 0: expected '{'
                    {FIVE,}                             | NOT_JSON        | expected a field name in quotes
                    {FIVE} {}                           | NOT_JSON        | something follows the object
                    {FIVE,'x':01}                       | NOT_JSON        | expected ',' or '}'
                    {FIVE,'x':NaN}                      | NOT_JSON        | expected a value
                    {FIVE,'x':'\\ud800'}                | NOT_JSON        | half a surrogate pair is no character
                    {FIVE,'x':'\\x'}                    | NOT_JSON        | there is no such escape
                    {FIVE,'x':'}                        | NOT_JSON        | a string does not end
                    {FIVE,'schema_version':2}           | UNKNOWN_VERSION | schema_version must be 1, the only version known here
                    {'metric':7,'schema_version':2}     | UNKNOWN_VERSION | schema_version must be 1, the only version known here
                    {'run_id':'','ts':1}                | MISSING_FIELD   | run_id is required and must not be empty
                    {FIVE,'schema_version':'1'}         | WRONG_TYPE      | schema_version must be an integer
                    {FIVE,'task':7}                     | WRONG_TYPE      | task must be a string
                    {FIVE,'shard':1.0}                  | WRONG_TYPE      | shard must be an integer, without fraction and exponent
                    {FIVE,'higher_is_better':1}         | WRONG_TYPE      | higher_is_better must be true or false
                    {FIVE,'latency_ms':'1'}             | WRONG_TYPE      | latency_ms must be a number
                    {FIVE,'latency_ms':1e400}           | OUT_OF_RANGE    | latency_ms must be at most 1.7976931348623157e308 in size
                    {FIVE,'latency_ms':-1}              | OUT_OF_RANGE    | latency_ms must not be negative
                    {FIVE,'shard':2147483648}           | OUT_OF_RANGE    | shard must be from 0 to 2147483647
                    {FIVE,'outcome':'FINE'}             | OUT_OF_RANGE    | outcome must be one of SCORED, MODEL_EMPTY, MODEL_TRUNCATED, MODEL_ERROR, UNREADABLE_ANSWER, INFRA_ERROR, JUDGE_ERROR, SKIPPED
                    {FIVE,'event_id':'12'}              | OUT_OF_RANGE    | event_id must be 32 hexadecimal digits
                    {FIVE,'image_digest':'sha256:12'}   | OUT_OF_RANGE    | image_digest must be sha256: and 64 lower-case hexadecimal digits
                    {'ts':'yesterday'}                  | OUT_OF_RANGE    | ts must be like 2026-01-31T23:59:59.999Z or 2026-02-01T08:59:59+09:00
                    {'ts':-1}                           | OUT_OF_RANGE    | ts must be from 1970-01-01 to 2299-12-31 in UTC
                    {FIVE,'ts':1000}                    | DUPLICATE_FIELD | ts occurs twice
                    {FIVE,'t\\u0073':1000}              | DUPLICATE_FIELD | ts occurs twice
                    {'run_id':'r','model_tag':'m','metric':'a','ts':1} | NO_VALUE | value is absent, so outcome must say why, and must not be SCORED
                    """)
    void refusesWithAReasonAndAMessage(String json, RejectReason reason, String message) {
        RejectedEventException refusal = refusal(json.replace("FIVE", FIVE_FIELDS));

        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal).hasMessageEndingWith(message);
        assertThat(message).contains(refusal.field());
    }

    @Test
    void refusesWhatHasNoBytesTooManyOrBytesOutsideUtf8() {
        byte[] event = bytes("{" + FIVE_FIELDS + "}");
        assertThat(refusal(new byte[0]).reason()).isEqualTo(RejectReason.EMPTY);
        assertThat(refusal(new byte[] {'{', (byte) 0xFF}))
                .hasMessage("byte 1 is not part of a UTF-8 character")
                .extracting(RejectedEventException::reason)
                .isEqualTo(RejectReason.NOT_UTF8);
        assertThatThrownBy(() -> new SampleEventReader(event.length - 1).read(event))
                .hasMessage(
                        "the record has "
                                + event.length
                                + " bytes, allowed are "
                                + (event.length - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c080", "e0809f", "eda080", "f4908080", "f0808080", "80", "c3", "e18c"})
    void refusesFalseUtf8InATextThatItWouldSkip(String hexadecimal) {
        byte[] inside = java.util.HexFormat.of().parseHex(hexadecimal);
        byte[] record = bytes("{'x':'" + "?".repeat(inside.length) + "'," + FIVE_FIELDS + "}");
        System.arraycopy(inside, 0, record, 6, inside.length);

        assertThat(refusal(record).reason()).isEqualTo(RejectReason.NOT_UTF8);
    }

    @Test
    void acceptsANullValueIfTheOutcomeSaysWhy() throws Exception {
        SampleEvent event =
                read("{" + FIVE_FIELDS.replace("0.5", "null") + ",'outcome':'MODEL_ERROR'}");

        assertThat(event.value()).isNaN();
        assertThat(event.outcome()).isEqualTo(Outcome.MODEL_ERROR);
    }

    @Test
    void takesUnknownFieldsUpToADepthOf64() throws Exception {
        String open = "[".repeat(63);
        String close = "]".repeat(63);

        read("{" + FIVE_FIELDS + ",'x':" + open + close + "}");
        assertThat(refusal("{" + FIVE_FIELDS + ",'x':[" + open + close + "]}"))
                .hasMessageContaining("nested deeper than 64");
    }

    @Test
    void doesNotOverflowTheStackOnAMegabyteOfBrackets() {
        assertThat(refusal("{'x':" + "[".repeat(1_000_000)).reason())
                .isEqualTo(RejectReason.NOT_JSON);
    }

    @Test
    void readsARangeAndNothingBeyondIt() throws Exception {
        byte[] event = bytes("{" + FIVE_FIELDS + "}");
        byte[] padded = new byte[event.length + 7];
        Arrays.fill(padded, (byte) '"');
        System.arraycopy(event, 0, padded, 3, event.length);

        assertThat(reader.read(padded, 3, event.length)).isEqualTo(reader.read(event));
        for (int length = 0; length < event.length; length++) {
            int cut = length;
            assertThatThrownBy(() -> reader.read(padded, 3, cut))
                    .isInstanceOf(RejectedEventException.class);
        }
    }

    @Test
    void anEventIsTheSameHoweverTheReaderWasUsedBefore() throws Exception {
        String[] records = {
            "{" + FIVE_FIELDS + ",'task':'gsm8k','item_key':'ab','slice':'한국어'}",
            "{'ts' : 1000, 'value': 0.5, 'metric' :'acc', " + "'run_id':'r','model_tag':'m'}",
            "{" + FIVE_FIELDS + ",'task':'gsm\\u0038k','item_key':'a\\u0062','slice':'\\ud55c국어'}",
            "{" + FIVE_FIELDS + ",'task':'gsm8','item_key':'ab'}",
            "{" + FIVE_FIELDS + ",'task':null}",
            "{" + FIVE_FIELDS + ",'task':7}",
            "{" + FIVE_FIELDS + ",'unknown':{},'task':''}",
            "{" + FIVE_FIELDS + ",'outcome':null}",
            "{" + FIVE_FIELDS + ",'outcome':''}",
            "{" + FIVE_FIELDS + ",'outcome':'SKIPPED','higher_is_better':true}",
            "{" + FIVE_FIELDS + ",'outcome':'SCORED','higher_is_better':false}",
            "{" + FIVE_FIELDS + ",'outcome':'','higher_is_better':null}",
            "{" + FIVE_FIELDS + ",'outcome':'SKIPPED','higher_is_better':truely}",
            "{" + FIVE_FIELDS + ",'image_digest':'sha256:" + "0a".repeat(32) + "'}",
            "{" + FIVE_FIELDS + ",'image_digest':'sha256:" + "0A".repeat(32) + "'}",
            "{" + FIVE_FIELDS + ",'image_digest':''}",
            "{" + FIVE_FIELDS + ",'event_id':'" + "0f".repeat(16) + "'}",
            "{" + FIVE_FIELDS + ",'event_id':'" + "ff".repeat(16) + "'}",
            "{" + FIVE_FIELDS + ",'event_id':'" + "0g".repeat(16) + "'}",
            "{" + FIVE_FIELDS + ",'shard':12}",
            "{" + FIVE_FIELDS + ",'shard':012}",
            "{" + FIVE_FIELDS + ",'shard':0}",
            "{" + FIVE_FIELDS + ",'shard':1.0}",
            "{" + FIVE_FIELDS + ",'shard':4294967297}",
            "{" + FIVE_FIELDS + ",'latency_ms':-0.0}",
            "{" + FIVE_FIELDS + ",'latency_ms':-0.1}",
            "{" + FIVE_FIELDS + ",'latency_ms':00.1}",
            "{" + FIVE_FIELDS + ",'latency_ms':0.}",
            "{" + FIVE_FIELDS + ",'latency_ms':1,'latency_ms':1}",
            "{" + FIVE_FIELDS.replace("1000", "'2026-01-31T23:59:59Z'") + "}",
            "{" + FIVE_FIELDS.replace("1000", "'2026-01-32T23:59:59Z'") + "}",
            "{" + FIVE_FIELDS + ",'schema_version':1}",
            "{" + FIVE_FIELDS + ",'schema_version':12}",
        };
        for (int round = 0; round < 3; round++) {
            for (String record : records) {
                assertThat(outcomeOf(reader, record))
                        .isEqualTo(outcomeOf(new SampleEventReader(), record));
            }
        }
        assertThat(read(records[0])).isEqualTo(read(records[2]));
    }

    @Test
    void anItemKeyHasAtMost256Characters() throws Exception {
        read("{" + FIVE_FIELDS + ",'item_key':'" + "😀".repeat(256) + "'}");
        assertThat(refusal("{" + FIVE_FIELDS + ",'item_key':'" + "k".repeat(257) + "'}"))
                .hasMessage("item_key must have at most 256 characters");
    }

    @Test
    void twoReadingsOfARecordHaveOneIdAndAnotherRecordWithoutKeyHasAnother() throws Exception {
        String keyed = "{" + FIVE_FIELDS + ",'item_key':'ab'}";

        assertThat(read(keyed).eventId())
                .isEqualTo(EventIds.of("run-7", "", "", "", "ab", "acc", "", 0));
        assertThat(read(keyed.replace("1000", "2000")).eventId()).isEqualTo(read(keyed).eventId());
        String keyless = "{" + FIVE_FIELDS + "}";
        assertThat(read(keyless).eventId())
                .isEqualTo(EventIds.ofRecord("run-7", "", "", "", bytes(keyless), "acc", "", 0));
        assertThat(read(keyless.replace("1000", "2000")).eventId())
                .isNotEqualTo(read(keyless).eventId());
    }

    private static String outcomeOf(SampleEventReader reader, String json) {
        try {
            return reader.read(bytes(json)).toString();
        } catch (RejectedEventException e) {
            return e.getMessage();
        }
    }

    private SampleEvent read(String json) throws RejectedEventException {
        return reader.read(bytes(json));
    }

    private RejectedEventException refusal(String json) {
        return refusal(bytes(json));
    }

    private RejectedEventException refusal(byte[] record) {
        return catchThrowableOfType(RejectedEventException.class, () -> reader.read(record));
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
