package io.evalstream.udfs.sql;

import io.evalstream.udfs.sketch.DistinctSketch;
import io.evalstream.udfs.sketch.KllQuantiles;
import io.evalstream.udfs.sketch.ReqQuantiles;

import org.apache.flink.table.functions.ScalarFunction;

/** Sketches of one number, for tests of merging. */
public final class SketchOfOne {

    private SketchOfOne() {}

    /** A KLL sketch. */
    public static final class Kll extends ScalarFunction {

        /** Of one number. */
        public byte[] eval(Long value) {
            KllQuantiles sketch = KllQuantiles.empty();
            sketch.add(value);
            return sketch.image();
        }
    }

    /** A REQ sketch. */
    public static final class Req extends ScalarFunction {

        /** Of one number. */
        public byte[] eval(Long value) {
            ReqQuantiles sketch = ReqQuantiles.empty();
            sketch.add(value);
            return sketch.image();
        }
    }

    /** A theta sketch. */
    public static final class Theta extends ScalarFunction {

        /** Of one number. */
        public byte[] eval(Long value) {
            DistinctSketch set = DistinctSketch.empty();
            set.add(value);
            return set.image();
        }
    }
}
