package io.evalstream.udfs.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

class AnonymizerTest {

    private static final int TEN_MEGABYTES = 10_000_000;

    private final Anonymizer anonymizer =
            new Anonymizer(new NameList(List.of("김민수", "John Smith", "PHONE", "Ann")));

    private String clean(String text) {
        return anonymizer.anonymize(List.of(text)).texts().get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a@example.com와 b@example.com, A@Example.com|[EMAIL_1]와 [EMAIL_2], [EMAIL_1]",
                "010-1234-5678, 01012345678|[PHONE_1], [PHONE_1]",
                "김민수가 John Smith에게|[NAME_1]가 [NAME_2]에게",
                "[EMAIL_4] 그리고 c@example.com|[EMAIL_4] 그리고 [EMAIL_5]",
                "[PHONE_1] [EMAIL]|[PHONE_1] [EMAIL]",
                "nothing here|nothing here"
            })
    void givesTheSameTheSamePlaceholder(String text, String clean) {
        assertThat(clean(text)).isEqualTo(clean);
    }

    @Test
    void aPersonKeepsOnePlaceholderThroughARecordAndNotBeyond() {
        Anonymizer.Result result =
                anonymizer.anonymize(List.of("from x@example.com", "y@example.com x@example.com"));
        assertThat(result.texts()).containsExactly("from [EMAIL_1]", "[EMAIL_2] [EMAIL_1]");
        assertThat(result.replaced()).isEqualTo(Map.of(DataKind.EMAIL, 3));
        assertThat(clean("y@example.com")).isEqualTo("[EMAIL_1]");
    }

    @Test
    void aPlaceholderOfALaterTextIsNotGivenOutAgain() {
        assertThat(anonymizer.anonymize(List.of("x@example.com", "[EMAIL_1]")).texts())
                .containsExactly("[EMAIL_2]", "[EMAIL_1]");
    }

    @Test
    void whatOverlapsIsReplacedAsAWhole() {
        assertThat(clean("Ann@example.com")).isEqualTo("[EMAIL_1]");
        assertThat(clean("token=010-1234-5678-abcdef0123456789")).isEqualTo("token=[API_KEY_1]");
    }

    /** Half surrogates, jamo, marks, invisible characters, and pieces of what is looked for. */
    private static final List<String> PIECES =
            List.of(
                    "a@example.com",
                    "@",
                    ".com",
                    "010-1234-5678",
                    "010",
                    "-1234",
                    "5678",
                    "+82",
                    "4111 1111 1111 1111",
                    "4111",
                    "900101-1000011",
                    "900101",
                    "-1",
                    "192.0.2.1",
                    "2001:db8::1",
                    "::",
                    ":",
                    ".",
                    "token=",
                    "9f86d081884c7d659a2feaa0c55ad015",
                    "sk-",
                    "김민수",
                    "이",
                    "가",
                    "John Smith",
                    "John",
                    "Ann",
                    "[",
                    "]",
                    "_1",
                    "[EMAIL_1]",
                    "[PHONE",
                    "PHONE",
                    " ",
                    "\u200b",
                    "\ud83d",
                    "\ude00",
                    "\u0301",
                    "\u1100\u1161",
                    "１",
                    "＠",
                    "x",
                    "\n",
                    "-----BEGIN PRIVATE KEY-----",
                    "/",
                    "=");

    private static String mixture(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(14); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    @Property(tries = 20_000)
    void anonymisingTwiceChangesNothing(@ForAll long seed) {
        String once = clean(mixture(seed));
        assertThat(clean(once)).isEqualTo(once);
        assertThat(anonymizer.find(once)).isEmpty();
    }

    @Property(tries = 2000)
    void everyStringIsAllowed(@ForAll String text) {
        String once = clean(text);
        assertThat(clean(once)).isEqualTo(once);
    }

    @Property(tries = 5000)
    void findingsAreInOrderAndApart(@ForAll long seed) {
        String text = mixture(seed);
        int done = 0;
        for (Finding finding : anonymizer.find(text)) {
            assertThat(finding.from()).isGreaterThanOrEqualTo(done);
            assertThat(finding.to()).isGreaterThan(finding.from());
            done = finding.to();
        }
        assertThat(done).isLessThanOrEqualTo(text.length());
    }

    @Property(tries = 2000)
    void whatStandsInAWordOfItsOwnIsFoundWhateverIsAround(@ForAll long seed) {
        assertThat(clean(mixture(seed).replace("[", "").replace("]", "") + " 가 q.w@example.org 나"))
                .doesNotContain("q.w@example.org");
    }

    /** Each is made to have a scanner look at the same characters again and again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1-",
                "1 ",
                "a",
                "a@",
                "a.",
                "@",
                ".",
                ":",
                "::",
                "f:",
                "-----BEGIN ",
                "[EMAIL_",
                "[",
                "+1",
                "+82-",
                "token=",
                "sk-",
                "eyJ.",
                "a@b.",
                "010-1234-",
                "4111 1111 ",
                "김",
                "김민수",
                "김민수이",
                "\u0301",
                "\u1161",
                "\u200b",
                "１",
                "(",
                "1.",
                "0.0.0.",
                "a@b-",
                "-----BEGIN PRIVATE KEY-----",
                "a@example.com",
                "010-1234-5678 ",
                "\ud83d"
            })
    @Timeout(20)
    void tenMegabytesTakeLinearTime(String piece) {
        String text = piece.repeat(TEN_MEGABYTES / piece.length());
        assertThat(clean(text)).isNotEmpty();
    }

    @Test
    void theFileOfNamesIsReadAndAFaultNamedWithoutTheName(@TempDir Path directory)
            throws IOException {
        Path file = directory.resolve("names.txt");
        Files.writeString(file, "# people\n\n 이서연 \nKim Lee\n");
        Anonymizer two = new Anonymizer(new NameList(NameList.read(file)));
        assertThat(two.anonymize(List.of("이서연이 Kim Lee")).texts())
                .containsExactly("[NAME_1]이 [NAME_2]");
        List<String> lines = new ArrayList<>(List.of("이서연", "김"));
        Files.write(file, lines);
        assertThatThrownBy(() -> NameList.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ":2: a name has 2 to 64 letters");
    }
}
