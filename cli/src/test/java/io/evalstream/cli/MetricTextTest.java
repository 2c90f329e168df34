package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'task':'t','metric':'acc','filter':'none','slice':''}        | t/acc",
                "{'task':'t','metric':'acc','filter':'strict','slice':''}      | t/acc,strict",
                "{'task':'t','metric':'acc','filter':'','slice':'Law'}         | t/acc [Law]",
                "{'metric':'acc'}                                              | acc",
            },
            quoteCharacter = '`')
    void nameLeavesOutWhatIsEmpty(String metric, String name) {
        assertThat(MetricText.name(Json.of(metric))).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'relative_drop':0.125,'higher_is_better':true}   | -12.5 %",
                "{'relative_drop':-0.02,'higher_is_better':true}   | +2.0 %",
                "{'relative_drop':0.125,'higher_is_better':false}  | +12.5 %",
                "{'relative_drop':0.125}                           | -12.5 %",
                "{'relative_drop':0.0}                             | 0.0 %",
                "{'relative_drop':0.0002}                          | 0.0 %",
                "{'relative_drop':null}                            | –",
                "{}                                                | –",
            },
            quoteCharacter = '`')
    void changeHasTheSignOfTheNumberItself(String metric, String change) {
        assertThat(MetricText.change(Json.of(metric))).isEqualTo(change);
    }

    @Test
    void onlyADecidingBreachIsMarked() {
        assertThat(MetricText.cell(Json.of("{'value':0.5,'verdict':'BREACH_FINAL','tier':1}")))
                .isEqualTo("0.5000 !");
        assertThat(MetricText.cell(Json.of("{'value':0.5,'verdict':'BREACH_FINAL','tier':3}")))
                .isEqualTo("0.5000");
        assertThat(MetricText.cell(Json.of("{'value':0.5,'verdict':'BREACH_CERTAIN','tier':1}")))
                .as("cancelled when it was certain")
                .isEqualTo("0.5000 !");
        assertThat(MetricText.cell(Json.of("{'value':null,'verdict':'PASS','tier':1}")))
                .isEqualTo("–");
    }

    @Test
    void aDiagnosticNeverReadsAsABreach() {
        assertThat(MetricText.verdict(Json.of("{'verdict':'BREACH_FINAL','tier':3}")))
                .isEqualTo("diagnostic");
        assertThat(MetricText.verdict(Json.of("{'verdict':'BREACH_FINAL','tier':2}")))
                .isEqualTo("BREACH_FINAL");
    }

    @Test
    void sentenceSaysWhatWasMeasured() {
        assertThat(
                        MetricText.sentence(
                                Json.of(
                                        "{'task':'t','metric':'acc','verdict':'PASS','tier':1,"
                                                + "'value':0.25,'baseline':0.5,'relative_drop':0.5,"
                                                + "'n':1200,'missing':3}")))
                .isEqualTo("PASS         t/acc: 0.5000 → 0.2500 (-50.0 %, n = 1200, 3 missing)");
        assertThat(
                        MetricText.sentence(
                                Json.of(
                                        "{'metric':'acc','verdict':'NO_BASELINE','tier':1,"
                                                + "'value':0.25,'baseline':null,'n':4,'missing':0}")))
                .isEqualTo("NO_BASELINE  acc: 0.2500 (–, n = 4)");
    }

    @Test
    void intervalsReadAsChangesAndNoiseHasAName() {
        String facts =
                "'value':0.4,'relative_drop':0.2,'ci95':[0.1,0.3],'p_value':0.0042,'confirmed':";
        assertThat(MetricText.interval(Json.of("{" + facts + "true}")))
                .isEqualTo("-30.0 … -10.0 %");
        assertThat(MetricText.interval(Json.of("{'higher_is_better':false," + facts + "true}")))
                .isEqualTo("+10.0 … +30.0 %");
        assertThat(MetricText.interval(Json.of("{'relative_drop':0,'ci95':[-0.0001,0]}")))
                .isEqualTo("0.0 … 0.0 %");
        assertThat(MetricText.interval(Json.of("{'relative_drop':null,'ci95':[0.1,0.3]}")))
                .isEqualTo("–");
        assertThat(MetricText.certainty(Json.of("{" + facts + "true}")))
                .isEqualTo("p = 0.0042, confirmed");
        assertThat(MetricText.certainty(Json.of("{" + facts + "false}"))).isEqualTo("p = 0.0042");
    }
}
