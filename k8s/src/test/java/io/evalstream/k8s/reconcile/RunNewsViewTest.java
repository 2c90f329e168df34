package io.evalstream.k8s.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

/** What the topics say of runs is read, and forgotten when there is too much of it. */
class RunNewsViewTest {

    private final RunNewsView view = new RunNewsView(2);

    @Test
    void aShardThatReportsTwiceIsCountedOnce() {
        String finished =
                "{'schema_version':1,'type':'SHARD_FINISHED','run_id':'r','ts':1,'shard':0,"
                        + "'shards':2,'sent':[{'task':'t','metric':'acc','samples':7}]}";
        assertThat(view.control(bytes(finished))).contains("r");
        view.control(bytes(finished));

        assertThat(view.of("r").shards()).containsExactly(0);
        assertThat(view.of("r").samples()).isEqualTo(7);
    }

    @Test
    void aVerdictIsFinalWhenTheRunHasEnded() {
        view.verdict(bytes("{'run_id':'r','verdict':'BREACH','why':'w','state':'RUNNING'}"));
        assertThat(view.of("r").finalVerdict()).isEmpty();
        assertThat(view.of("r").verdict()).isPresent();

        view.verdict(bytes("{'run_id':'r','verdict':'PASS','why':'w','state':'COMPLETE'}"));
        view.verdict(bytes("{'run_id':'r','verdict':'BREACH','why':'w','state':'RUNNING'}"));
        assertThat(view.of("r").finalVerdict().orElseThrow().decision()).isEqualTo("PASS");
    }

    @Test
    void whatCannotBeReadIsNoNews() {
        assertThat(view.control(bytes("{'type':"))).isEmpty();
        assertThat(view.verdict(bytes("[1"))).isEmpty();
        assertThat(view.verdict(bytes("{'run_id':'r'}"))).isEmpty();
    }

    @Test
    void theRunHeardOfLeastRecentlyIsForgotten() {
        for (String run : new String[] {"a", "b", "a", "c"}) {
            view.verdict(bytes("{'run_id':'" + run + "','verdict':'PASS','state':'COMPLETE'}"));
        }

        assertThat(view.of("b")).isEqualTo(RunNews.NONE);
        assertThat(view.of("a")).isNotEqualTo(RunNews.NONE);
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
