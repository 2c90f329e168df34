package io.evalstream.jobs.dedup.engine;

import java.util.List;

/** Turns numbers of documents into rows of suites, once the rows of every split are counted. */
final class RowNumbers {

    private final List<DataSplit> splits;
    private final int[] rows;
    private final long[] firstInSuite;
    private final long[] firstInFile;
    private final long[] rowsOfSuite;
    private final long[] firstOfSuite;

    /**
     * @param splits in the order of their numbers
     */
    RowNumbers(List<DataSplit> splits, int suites) {
        this.splits = List.copyOf(splits);
        rows = new int[splits.size()];
        firstInSuite = new long[splits.size()];
        firstInFile = new long[splits.size()];
        rowsOfSuite = new long[suites];
        firstOfSuite = new long[suites];
    }

    void add(Block.Rows block) {
        rows[block.split()] = block.rows();
    }

    /** Has to be called when all splits are counted. */
    void sum() {
        for (int i = 0; i < rows.length; i++) {
            DataSplit split = splits.get(i);
            firstInSuite[i] = rowsOfSuite[split.suite()];
            rowsOfSuite[split.suite()] += rows[i];
            boolean goesOn = i > 0 && isSameFile(split, splits.get(i - 1));
            firstInFile[i] = goesOn ? firstInFile[i - 1] + rows[i - 1] : 0;
        }
        for (int i = 1; i < firstOfSuite.length; i++) {
            firstOfSuite[i] = firstOfSuite[i - 1] + rowsOfSuite[i - 1];
        }
    }

    private static boolean isSameFile(DataSplit a, DataSplit b) {
        return a.suite() == b.suite() && a.file().equals(b.file()) && a.from() > b.from();
    }

    int suite(long number) {
        return splits.get(DocumentNumber.split(number)).suite();
    }

    /** Place in the suite, from 0. */
    long row(long number) {
        return firstInSuite[DocumentNumber.split(number)] + DocumentNumber.index(number);
    }

    /** Place over all suites in the order in which they were given, from 0. */
    long overall(long number) {
        return firstOfSuite[suite(number)] + row(number);
    }

    /** What an item without an id of its own is called. */
    String derivedName(long number) {
        int split = DocumentNumber.split(number);
        String file = splits.get(split).file();
        String name = file.substring(file.lastIndexOf('/') + 1);
        return name + "#" + (firstInFile[split] + DocumentNumber.index(number));
    }

    long rowsOfSuite(int suite) {
        return rowsOfSuite[suite];
    }
}
