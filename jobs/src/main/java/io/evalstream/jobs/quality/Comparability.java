package io.evalstream.jobs.quality;

import io.evalstream.contract.SampleEvent;

/**
 * What must be equal for two runs to be compared.
 *
 * @param identity what was asked: task version and data
 * @param settings how it was asked: prompt, generation, chat template, judge, engine
 */
public record Comparability(String identity, String settings) {

    private static final String MIXED = "mixed within the run";
    private static final char SEPARATOR = '\u001f';

    /** Which part has to be equal. */
    public enum Rule {
        /** Identity and settings: a change of template or engine is not a regression. */
        STRICT,
        /** Identity only: whoever names the baseline vouches for the settings. */
        DECLARED
    }

    static Comparability of(SampleEvent event) {
        return new Comparability(
                event.taskVersion() + SEPARATOR + event.datasetDigest(),
                String.join(
                        String.valueOf(SEPARATOR),
                        event.promptHash(),
                        event.generationHash(),
                        event.chatTemplateHash(),
                        event.judgeModel(),
                        event.engine()));
    }

    /** What a run has whose samples state this and that; the same in either order. */
    Comparability merge(Comparability other) {
        return new Comparability(
                identity.equals(other.identity) ? identity : MIXED,
                settings.equals(other.settings) ? settings : MIXED);
    }

    boolean admits(Comparability other, Rule rule) {
        return identity.equals(other.identity)
                && (rule == Rule.DECLARED || settings.equals(other.settings));
    }
}
