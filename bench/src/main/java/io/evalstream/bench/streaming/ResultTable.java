package io.evalstream.bench.streaming;

import io.evalstream.bench.Figure;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.StringJoiner;

/** The standings as a table for a terminal. */
final class ResultTable {
    private static final String HEADER =
            """
                              events/s per core          ours     events/s on the box     CPU s per million events
                              (contender + ClickHouse)  against                           own   ClickHouse  (merges)  broker
            """;

    private ResultTable() {}

    /** Median, range and ratio of each contender; refused ones with the reason. */
    static String of(List<Standing> standings, String machine, Map<String, String> versions) {
        StringBuilder text = new StringBuilder(HEADER);
        for (Standing standing : standings) {
            text.append(String.format("%-16s", standing.contender().title()));
            if (standing.fault().isPresent()) {
                text.append("  refused: ").append(standing.fault().get()).append('\n');
                continue;
            }
            OptionalDouble ratio = ratio(standing, standings);
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%24s  %7s  %24s  %6.2f  %10.2f  %8.2f  %6.2f%n",
                            rate(standing.perCore()),
                            ratio.isPresent()
                                    ? String.format(Locale.ROOT, "%.2f ×", ratio.getAsDouble())
                                    : "",
                            rate(standing.onTheBox()),
                            standing.ownCpu().median(),
                            standing.engineCpu().median(),
                            standing.merges().median(),
                            standing.brokerCpu().median()));
        }
        text.append('\n');
        for (Standing standing : standings) {
            text.append(
                    String.format(
                            "%-16s  %s%n",
                            standing.contender().title(), standing.contender().what()));
        }
        return text.append('\n').append(surroundings(machine, versions)).toString();
    }

    /** Two lines: the machine, and all versions. */
    static String surroundings(String machine, Map<String, String> versions) {
        StringJoiner all = new StringJoiner(", ");
        versions.forEach((name, version) -> all.add(name + " " + version));
        return "Machine   " + machine + "\nVersions  " + all + "\n";
    }

    /** Events per core of ours over those of another; empty for ours and without figures. */
    static OptionalDouble ratio(Standing other, List<Standing> standings) {
        Optional<Standing> ours =
                standings.stream().filter(s -> s.contender() == Contender.EVALSTREAM).findFirst();
        boolean isCompared =
                other.contender() != Contender.EVALSTREAM
                        && other.fault().isEmpty()
                        && ours.isPresent()
                        && ours.get().fault().isEmpty();
        return isCompared
                ? OptionalDouble.of(ours.get().perCore().median() / other.perCore().median())
                : OptionalDouble.empty();
    }

    private static String rate(Figure events) {
        return String.format(
                Locale.ROOT,
                "%,.0f k (%,.0f – %,.0f)",
                events.median() / 1000,
                events.least() / 1000,
                events.most() / 1000);
    }
}
