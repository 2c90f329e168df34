package io.evalstream.jobs.dedup.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.udfs.sketch.OnePermutationSketch;
import io.evalstream.udfs.sketch.SketchMode;
import io.evalstream.udfs.text.Closeness;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The small parts: sorted numbers, sets of pairs, texts as bytes, thresholds, lines. */
class ColumnsTest {

    @Test
    void numbersAreSortedByTheirUpperBitsAndStayInOrderOtherwise() {
        Random random = new Random(5);
        for (int size : new int[] {0, 1, 5, 255, 256, 5000}) {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                values[i] = (long) random.nextInt() >> random.nextInt(20) << 32 | i;
            }
            Long[] expected = Arrays.stream(values).boxed().toArray(Long[]::new);
            Arrays.sort(
                    expected,
                    (a, b) -> Integer.compareUnsigned((int) (a >>> 32), (int) (b >>> 32)));
            long[] sorted = RadixSort.byUpperBits(values, new long[size], size, 32);
            assertThat(Arrays.stream(sorted).boxed()).containsExactly(expected);
        }
    }

    @Test
    void halfOfAKeyIsTheValuesOfItsBandInTheSketch() {
        int[] signature = new Random(9).ints(OnePermutationSketch.BINS).toArray();
        long[] sketch = new long[3 + ShortSketch.LONGS];
        ShortSketch.write(signature, sketch, 3);
        for (SketchMode mode : SketchMode.values()) {
            for (int band = 0; band < mode.bands(); band++) {
                int values = 0;
                for (int row = 0; row < mode.rows(); row++) {
                    values = values << 4 | signature[band * mode.rows() + row] >>> 1 & 0xF;
                }
                char half = BandColumn.upperHalf(0xABCD_1234);
                assertThat(new BandColumn(mode, band).key(half, sketch, 3))
                        .isEqualTo(0xABCD_0000 | values);
            }
        }
    }

    @Test
    void documentsOfBandsAreInTheOrderOfTheirNumbersWhateverTheBlocks() {
        int[] sizes = {1, 5_000, 3, 4_096, 700};
        List<Block.Bands> blocks = new ArrayList<>();
        for (int split = 0; split < sizes.length; split++) {
            blocks.add(0, bands(split, sizes[split]));
        }
        BandedDocuments documents = new BandedDocuments(blocks);
        assertThat(blocks).isEmpty();
        assertThat(documents.size()).isEqualTo(9_800);
        assertThat(documents.bands()).isEqualTo(2);
        assertThat(documents.bytes()).isEqualTo(9_800L * (8 + 4 + 128 + 2 * 2));
        int[] keys = new int[documents.size()];
        documents.keys(1, new BandColumn(SketchMode.EVAL, 63), keys);
        for (int i = 0; i < keys.length; i++) {
            int number = (int) documents.numbers()[i];
            assertThat(documents.length(i)).isEqualTo(number + 1);
            assertThat(keys[i]).isEqualTo(number % 7 << 16 | number & 0xFFFF);
            assertThat(documents.equal(i, i)).isEqualTo(256);
        }
        assertThat(documents.equal(1, 2)).isLessThan(256);
    }

    /** Documents of which all columns tell the number. */
    private static Block.Bands bands(int split, int size) {
        long[] numbers = new long[size];
        int[] lengths = new int[size];
        long[] sketches = new long[size * ShortSketch.LONGS];
        char[] keys = new char[2 * size];
        for (int i = 0; i < size; i++) {
            numbers[i] = DocumentNumber.of(split, i);
            lengths[i] = i + 1;
            sketches[(i + 1) * ShortSketch.LONGS - 1] = i;
            keys[size + i] = (char) (i % 7);
        }
        return new Block.Bands(0, numbers, lengths, sketches, keys);
    }

    @Test
    void aPairIsThereOnceAndASetThatIsFullIsHandedOn() {
        long[] handedOn = {0};
        PairSet pairs =
                new PairSet(
                        100,
                        full -> {
                            handedOn[0] += full.size();
                            full.clear();
                        });
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 40; i++) {
                pairs.add(i, i + 1);
            }
        }
        pairs.compact();
        assertThat(pairs.size()).isEqualTo(40);
        for (int i = 0; i < 1000; i++) {
            pairs.add(i, i + 2);
        }
        pairs.compact();
        assertThat(handedOn[0] + pairs.size()).isEqualTo(1040);
        assertThat(pairs.size()).isLessThanOrEqualTo(100);
    }

    @Test
    void thresholdsAreFractions() {
        assertThat(DedupParameters.threshold("0.2")).isEqualTo(Closeness.FIFTH);
        assertThat(DedupParameters.threshold("0.125")).isEqualTo(new Closeness(1, 8));
        for (String wrong : new String[] {"0", "1", "-0.1", "0.1234567", "a fifth", "NaN"}) {
            assertThatThrownBy(() -> DedupParameters.threshold(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong);
        }
    }

    @Test
    void aLineSaysAllOfADuplicate() throws IOException {
        Duplicate duplicate =
                new Duplicate(
                        "a",
                        "item \"1\"",
                        1,
                        "b",
                        "항목",
                        2,
                        Duplicate.Kind.NEAR,
                        7,
                        90,
                        3,
                        Duplicate.Action.REPORTED,
                        Duplicate.Why.PROTECTED);
        String line = RemovedLine.of(duplicate);
        assertThat(line)
                .isEqualTo(
                        "{\"suite\":\"a\",\"item\":\"item \\\"1\\\"\",\"row\":1,\"kept_suite\":\"b\","
                                + "\"kept_item\":\"항목\",\"kept_row\":2,\"kind\":\"NEAR\","
                                + "\"distance\":7,\"length\":90,\"nld\":0.077778,\"cluster\":3,"
                                + "\"action\":\"REPORTED\",\"why\":\"PROTECTED\"}");
        assertThat(RemovedLine.parse(line)).isEqualTo(duplicate);
        assertThatThrownBy(() -> RemovedLine.parse("{}")).isInstanceOf(IOException.class);
    }
}
