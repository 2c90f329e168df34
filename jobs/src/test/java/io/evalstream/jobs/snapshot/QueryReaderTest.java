package io.evalstream.jobs.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.udfs.anonymize.Anonymizer;
import io.evalstream.udfs.anonymize.NameList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

class QueryReaderTest {

    private static final int LONGEST = 60;

    private final QueryReader reader = new QueryReader(List.of("language", "route"), LONGEST);

    private Query read(String json) throws BadQueryException {
        return reader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"question\":\"q\"}|q|~~",
                "{\"prompt\":\"q\",\"user\":\"u\"}|q|~~",
                "{\"question\":\" \",\"query\":\"q\",\"context\":\"c\"}|q|c",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}|q|~~",
                "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"q\"}]},"
                        + "{\"role\":\"assistant\",\"content\":\"a\"}]}|q|system: s"
            })
    void findsTheQuestionAndWhatWasSaidBefore(String json, String question, String context)
            throws BadQueryException {
        Query query = read(json);
        assertThat(query.question()).isEqualTo(question);
        assertThat(query.context()).isEqualTo(context);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "|NOT_JSON",
                "[]|NOT_JSON",
                "\"q\"|NOT_JSON",
                "{\"question\":\"q\"} x|NOT_JSON",
                "{\"question\":\"q\",\"question\":\"r\"}|NOT_JSON",
                "{}|NO_QUESTION",
                "{\"question\":7}|NO_QUESTION",
                "{\"messages\":[{\"role\":\"assistant\",\"content\":\"a\"}]}|NO_QUESTION",
                "{\"question\":\"q\",\"language\":[]}|BAD_STRATUM"
            })
    void saysWhatIsNoQuery(String json, QueryFault fault) {
        assertThatThrownBy(() -> read(json == null ? "" : json))
                .isInstanceOfSatisfying(
                        BadQueryException.class, e -> assertThat(e.fault()).isEqualTo(fault));
    }

    @Test
    void whatIsTooLongIsNoQuery() throws BadQueryException {
        assertThat(read("{\"question\":\"" + "q".repeat(LONGEST) + "\"}").question())
                .hasSize(LONGEST);
        for (String json :
                List.of(
                        "{\"question\":\"" + "q".repeat(LONGEST + 1) + "\"}",
                        "{\"question\":\"q\",\"context\":\"" + "c".repeat(LONGEST) + "\"}",
                        "{\"question\":\"q\",\"x\":\"" + "x".repeat(70_000) + "\"}")) {
            assertThatThrownBy(() -> read(json))
                    .isInstanceOfSatisfying(
                            BadQueryException.class,
                            e -> assertThat(e.fault()).isEqualTo(QueryFault.TOO_LONG));
        }
        assertThatThrownBy(() -> read("{\"question\":\"q\",\"route\":\"" + "r".repeat(65) + "\"}"))
                .hasMessage("BAD_STRATUM");
    }

    @Test
    void aCleanQueryHoldsNothingElseAndIsNamedByItsText() throws BadQueryException {
        QueryCleaner cleaner =
                new QueryCleaner(new Anonymizer(NameList.EMPTY), List.of("language", "route"), 1);
        String first = "{\"question\":\"a@example.com  ASKS b@example.com\",\"route\":\"chat\"}";
        String second =
                "{\"question\":\"c@example.com asks d@example.com\",\"user\":\"x\",\"route\":1}";
        CleanQuery one = cleaner.clean(1, read(first)).query();
        CleanQuery other = cleaner.clean(2, read(second)).query();
        assertThat(one.digest()).isEqualTo(other.digest());
        assertThat(one.rank()).isEqualTo(other.rank());
        assertThat(one.stratum()).isEqualTo("(none)/chat");
        assertThat(one.line())
                .isEqualTo(
                        "{\"id\":\""
                                + one.digest().substring(0, 16)
                                + "\",\"question\":\"[EMAIL_1]  ASKS [EMAIL_2]\",\"route\":\"chat\"}");
        QueryCleaner otherSeed =
                new QueryCleaner(new Anonymizer(NameList.EMPTY), List.of("language", "route"), 2);
        assertThat(otherSeed.clean(1, read(first)).query().rank()).isNotEqualTo(one.rank());
    }
}
