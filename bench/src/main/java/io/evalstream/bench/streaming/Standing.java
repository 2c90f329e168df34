package io.evalstream.bench.streaming;

import io.evalstream.bench.Figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What all rounds of one contender come to: each figure is the median of the rounds, with the
 * smallest and the largest.
 *
 * @param rounds how many it ran
 * @param perCore events by CPU-second of contender and ClickHouse
 * @param onTheBox events by second
 * @param ownCpu CPU-seconds of the contender for a million events
 * @param engineCpu the same of ClickHouse
 * @param merges seconds that merges were busy, part of {@code engineCpu}
 * @param brokerCpu the same of the broker
 * @param afterCpu CPU-seconds of contender and ClickHouse after the measured time
 * @param fault why there are no figures, of the first round that has none
 */
record Standing(
        Contender contender,
        int rounds,
        Figure perCore,
        Figure onTheBox,
        Figure ownCpu,
        Figure engineCpu,
        Figure merges,
        Figure brokerCpu,
        Figure afterCpu,
        Optional<String> fault) {

    /** One wrong round refuses them all: a pipeline that is sometimes wrong is wrong. */
    static Standing of(Contender contender, List<Measurement> measurements) {
        List<Measurement> own = new ArrayList<>();
        for (Measurement measured : measurements) {
            if (measured.contender() == contender) {
                own.add(measured);
            }
        }
        return new Standing(
                contender,
                own.size(),
                figure(own, Measurement::perCore),
                figure(own, Measurement::onTheBox),
                figure(own, m -> Measurement.seconds(m.own()) / m.events() * 1e6),
                figure(own, m -> Measurement.seconds(m.engine()) / m.events() * 1e6),
                figure(own, m -> Measurement.seconds(m.merges()) / m.events() * 1e6),
                figure(own, m -> Measurement.seconds(m.broker()) / m.events() * 1e6),
                figure(own, m -> Measurement.seconds(m.after())),
                own.stream().flatMap(m -> m.fault().stream()).findFirst());
    }

    private static Figure figure(List<Measurement> own, ToDoubleFunction<Measurement> value) {
        return Figure.of(own.stream().mapToDouble(value).toArray());
    }
}
