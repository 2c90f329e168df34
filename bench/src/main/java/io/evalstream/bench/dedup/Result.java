package io.evalstream.bench.dedup;

import io.evalstream.bench.Figure;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What a contestant came to on a corpus.
 *
 * @param scores empty where the truth is not known
 * @param fault why there are no figures
 */
record Result(
        String tool,
        String setting,
        Corpus corpus,
        int cores,
        Optional<Contestant.Runs> runs,
        Optional<Scores> scores,
        Optional<String> fault) {

    static Result refused(Contestant contestant, Corpus corpus, int cores, String fault) {
        return new Result(
                contestant.tool(),
                contestant.setting(),
                corpus,
                cores,
                Optional.empty(),
                Optional.empty(),
                Optional.of(fault));
    }

    boolean is(String wantedTool, String wantedSetting, String corpusName, int wantedCores) {
        return tool.equals(wantedTool)
                && setting.equals(wantedSetting)
                && corpus.name().equals(corpusName)
                && cores == wantedCores
                && runs.isPresent();
    }

    /** A figure over the rounds that count. */
    Figure figure(ToDoubleFunction<Trial> value) {
        List<Trial> trials = runs.orElseThrow().trials();
        return Figure.of(trials.stream().mapToDouble(value).toArray());
    }

    Trial first() {
        return runs.orElseThrow().trials().get(0);
    }

    /** Whether clusters can be judged, and not only flags. */
    boolean hasClusters() {
        return runs.isPresent() && !runs.get().flagsOnly();
    }
}
