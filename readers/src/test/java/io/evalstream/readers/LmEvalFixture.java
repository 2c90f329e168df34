package io.evalstream.readers;

import java.io.IOException;
import java.nio.file.Path;

/** Hand-made output of lm-evaluation-harness, as small as it gets. */
final class LmEvalFixture {
    static final String STAMP = "2025-03-01T10-00-00.123456";

    private LmEvalFixture() {}

    /** A row as versions since 0.4.6 write it; single quotes stand for double ones. */
    static String newRow(int docId, String question, String filter, String metrics) {
        String names = metrics.replaceAll(":[^,]*(\\[[^]]*])?[^,]*", "");
        return quote(
                String.format(
                        "{'doc_id': %d, 'doc': {'id': %d, 'question': '%s'}, 'target': '4', 'arguments':"
                                + " {'gen_args_0': {'arg_0': 'Q: %s', 'arg_1': {'until': []}}}, 'resps':"
                                + " [['so 4']], 'filtered_resps': ['4'], 'filter': '%s', 'metrics': [%s],"
                                + " 'doc_hash': 'd', 'prompt_hash': 'p', 'target_hash': 't', %s}",
                        docId, docId + 1, question, question, filter, names, metrics));
    }

    /** A row as older versions write it: neither filter nor metrics are named. */
    static String oldRow(int docId, String question, String metrics) {
        return quote(
                String.format(
                        "{'doc_id': %d, 'doc': {'id': %d, 'question': '%s', 'category': 'sums'}, 'target':"
                                + " '4', 'arguments': [['Q: %s', {'until': []}]], 'resps': [['so 4']],"
                                + " 'filtered_resps': ['4'], 'doc_hash': 'd', %s}",
                        docId, docId + 1, question, question, metrics));
    }

    /** A results file for task {@code sums} with two filters. */
    static String results() {
        return quote(
                "{'results': {'sums': {'alias': 'sums', 'acc,strict': 0.5, 'acc,loose': 1.0}},"
                        + " 'group_subtasks': {'maths': ['arithmetic'], 'arithmetic': ['sums']},"
                        + " 'configs': {'sums': {'task': 'sums', 'doc_to_text': 'Q: {{question}}',"
                        + " 'doc_to_target': 'answer', 'num_fewshot': 0, 'metric_list': [{'metric':"
                        + " 'acc'}], 'filter_list': [{'name': 'strict'}, {'name': 'loose'}],"
                        + " 'generation_kwargs': {'temperature': 0.0}}}, 'versions': {'sums': 2.0},"
                        + " 'n-shot': {'sums': 0}, 'higher_is_better': {'sums': {'acc': true, 'loss':"
                        + " false}}, 'n-samples': {'sums': {'original': 2, 'effective': 2}},"
                        + " 'config': {'model': 'vllm', 'gen_kwargs': null}, 'git_hash': 'abc',"
                        + " 'date': 1700000000.5, 'lm_eval_version': '0.4.9', 'chat_template_sha':"
                        + " 'c0ffee', 'total_evaluation_time_seconds': '40.0'}");
    }

    static Path samples(Path folder, String task, String... rows) throws IOException {
        return Readings.write(folder.resolve("samples_" + task + "_" + STAMP + ".jsonl"), rows);
    }

    static Path results(Path folder, String text) throws IOException {
        return Readings.write(folder.resolve("results_" + STAMP + ".json"), text);
    }

    private static String quote(String text) {
        return text.replace('\'', '"');
    }
}
