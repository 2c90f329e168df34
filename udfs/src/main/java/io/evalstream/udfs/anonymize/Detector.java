package io.evalstream.udfs.anonymize;

/** Finds one kind of personal data; is used by several threads at once. */
interface Detector {

    /** Takes what was found, in folded positions. */
    @FunctionalInterface
    interface Findings {
        /**
         * @param from the first position of it
         * @param to the position behind it
         */
        void add(int from, int to);
    }

    /** Finds all there is; findings may overlap. */
    void detect(FoldedText text, Findings findings);
}
