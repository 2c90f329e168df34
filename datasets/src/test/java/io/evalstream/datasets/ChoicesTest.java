package io.evalstream.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

class ChoicesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "['x', 'y', 'z']",
                "['A. x', 'B. y', 'C. z']",
                "['(a) x', '(b) y', '(c) z']",
                "['1) x', '2) y', '3) z']",
                "[{'label':'A','text':'x'},{'label':'B','text':'y'},{'label':'C','text':'z'}]",
                "{'text':['x','y','z'],'label':['A','B','C']}",
                "{'choices':['x','y','z'],'labels':[0,1,0]}",
                "{'A':'x','B':'y','C':'z'}",
                "{'x':0,'y':1,'z':0}"
            })
    void areTheSameInEveryForm(String form) throws IOException {
        Choices choices = choices(form);
        assertThat(choices.texts()).containsExactly("x", "y", "z");
        if (!choices.right().isEmpty()) {
            assertThat(choices.right()).containsExactly("y");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "['A. Lincoln', 'B. Franklin', 'G. Washington']",
                "['1.5', '2.5']",
                "['A', 'B']",
                "['A. x']"
            })
    void keepWhatOnlyLooksLikeALabel(String form) throws IOException {
        assertThat(choices(form).texts())
                .isEqualTo(List.of(form.substring(2, form.length() - 2).split("', '")));
    }

    @Test
    void ofATableEndWithTheLastThatIsThere() {
        assertThat(Choices.ofColumns(List.of("x", "", "y", "", "")).texts())
                .containsExactly("x", "", "y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'x'", "3", "{}", "[[]]", "[{'a':1}]", "{'text':['x'],'label':[]}"})
    void refuseWhatIsNone(String form) {
        assertThatThrownBy(() -> choices(form)).isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments("B", false, AnswerForm.LABEL, "y"),
                arguments("2", false, AnswerForm.LABEL, "y"),
                arguments("1", true, AnswerForm.INDEX, "y"),
                arguments("1", false, AnswerForm.INDEX, "y"),
                arguments("y", false, AnswerForm.TEXT, "y"),
                arguments("B", false, AnswerForm.ANY, "y"),
                arguments("(B)", false, AnswerForm.ANY, "y"),
                arguments("1", true, AnswerForm.ANY, "y"),
                arguments("y", false, AnswerForm.ANY, "y"),
                arguments("none of them", false, AnswerForm.ANY, "none of them"),
                arguments("", false, AnswerForm.INDEX, null),
                arguments("-1", true, AnswerForm.INDEX, null));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void areNamedByAnswers(String answer, boolean number, AnswerForm form, String expected) {
        Choices choices = new Choices(List.of("x", "y", "z"), List.of(), List.of());
        assertThat(Answers.of(answer, number, choices, form)).isEqualTo(expected);
    }

    @Test
    void labelsOfTheFileComeBeforeLetters() {
        Choices numbered = new Choices(List.of("x", "y"), List.of("2", "1"), List.of());
        assertThat(Answers.of("1", false, numbered, AnswerForm.LABEL)).isEqualTo("y");
        assertThatThrownBy(() -> Answers.of("A", false, numbered, AnswerForm.LABEL))
                .hasMessageContaining("\"A\" is no label of 2 choices");
    }

    @Test
    void theFinalAnswerOfASolutionIsTheAnswer() {
        assertThat(Answers.of("1+1=2\n#### 2", false, Choices.NONE, AnswerForm.ANY)).isEqualTo("2");
    }

    private static Choices choices(String form) throws IOException {
        return Choices.of(Json.STRICT.readTree(form.replace('\'', '"')));
    }
}
