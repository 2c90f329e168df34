package io.evalstream.bench.streaming;

import java.util.HashMap;
import java.util.Map;

/** One column of a block in ClickHouse's Native format. */
sealed interface NativeColumn {

    String name();

    /** Appends name, type and the values, and forgets them. */
    void drainTo(NativeBytes out);

    /**
     * Values as they are.
     *
     * @param type of the column in ClickHouse
     */
    record Plain(String name, String type, NativeBytes values) implements NativeColumn {
        Plain(String name, String type) {
            this(name, type, new NativeBytes());
        }

        @Override
        public void drainTo(NativeBytes out) {
            out.putString(name);
            out.putString(type);
            out.put(values);
            values.clear();
        }
    }

    /** Texts of which there are few: each once, and two bytes a row that say which. */
    final class Dictionary implements NativeColumn {
        private static final String TYPE = "LowCardinality(String)";
        private static final long SHARED_DICTIONARIES = 1;

        /** Indexes of two bytes, with the keys in the block and no others. */
        private static final long KEYS_IN_BLOCK = 1 | 1 << 9 | 1 << 10;

        private final String name;
        private final Map<String, Integer> indexes = new HashMap<>();
        private final NativeBytes keys = new NativeBytes();
        private final NativeBytes rows = new NativeBytes();
        private String last;
        private int lastIndex;

        Dictionary(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        /** Adds a row; there may be 65,536 different texts in a block. */
        @SuppressWarnings("ReferenceEquality") // Quicker, and equal texts find the same index.
        void add(String text) {
            if (text != last) {
                Integer known = indexes.get(text);
                if (known == null) {
                    known = indexes.size();
                    indexes.put(text, known);
                    keys.putString(text);
                }
                last = text;
                lastIndex = known;
            }
            rows.putByte(lastIndex);
            rows.putByte(lastIndex >>> 8);
        }

        @Override
        public void drainTo(NativeBytes out) {
            out.putString(name);
            out.putString(TYPE);
            out.putInt64(SHARED_DICTIONARIES);
            out.putInt64(KEYS_IN_BLOCK);
            out.putInt64(indexes.size());
            out.put(keys);
            out.putInt64(rows.size() / 2);
            out.put(rows);
            indexes.clear();
            keys.clear();
            rows.clear();
            last = null;
        }
    }
}
