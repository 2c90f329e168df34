package io.evalstream.udfs.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class PermutationLoopTest {

    private static final String MODULE = "jdk.incubator.vector";

    @Property(tries = 300)
    void theScalarLoopGivesTheSmallestHash(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 90) int permutations,
            @ForAll @IntRange(max = 40) int count) {
        Random random = new Random(seed);
        int[] hashes = random.ints(count).toArray();
        int[] salts = random.ints(permutations).toArray();
        int[] factors = random.ints(permutations).map(i -> i | 1).toArray();
        int[] least = filled(permutations);
        PermutationLoop.SCALAR.take(hashes, count, salts, factors, least, permutations);
        for (int i = 0; i < permutations; i++) {
            int expected = Integer.MAX_VALUE;
            for (int hash : hashes) {
                int h = (hash ^ salts[i]) * factors[i];
                expected = Math.min(expected, (h ^ h >>> 15) * PermutationLoop.SPREAD >>> 1);
            }
            assertThat(least[i]).isEqualTo(expected);
        }
    }

    /** The module can only be added when a program starts. */
    @Test
    void bothLoopsGiveTheSameSignaturesWithTheModuleAndWithoutIt() throws Exception {
        assertThat(digests(List.of())).startsWith("scalar ");
        String vector = digests(List.of("--add-modules", MODULE));
        assertThat(vector).startsWith("vector ");
        assertThat(vector.substring(7)).isEqualTo(digests(List.of()).substring(7)).isNotBlank();
    }

    private static String digests(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Digests.class.getName());
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(process.getInputStream().readAllBytes(), "UTF-8").strip();
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static int[] filled(int size) {
        int[] filled = new int[size];
        Arrays.fill(filled, Integer.MAX_VALUE);
        return filled;
    }

    /** Prints which loop is used and what it gives, for all sizes of signatures. */
    static final class Digests {

        private Digests() {}

        public static void main(String[] arguments) {
            PermutationLoop loop = PermutationLoop.fastest();
            StringBuilder said =
                    new StringBuilder(loop == PermutationLoop.SCALAR ? "scalar" : "vector");
            Random random = new Random(7);
            for (int permutations = 1; permutations <= 200; permutations++) {
                int[] text = random.ints(random.nextInt(3000), 0, 0x110000).toArray();
                said.append(' ').append(Arrays.hashCode(PermutationSketch.of(text, permutations)));
            }
            System.out.println(said);
        }
    }
}
