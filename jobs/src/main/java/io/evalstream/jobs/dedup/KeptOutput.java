package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.Suite;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;

/** Where the kept items of suites go. */
interface KeptOutput extends Serializable {

    /** Begins a suite; what an earlier attempt left is replaced. */
    Records begin(Suite suite) throws IOException;

    /** Takes the kept records of one suite. Closed before it is finished, it leaves nothing. */
    interface Records extends Closeable {

        /**
         * @param record one line of JSON without its end
         */
        void add(byte[] record) throws IOException;

        /** Makes everything visible at once. */
        void finish() throws IOException;
    }
}
