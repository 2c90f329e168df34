package io.evalstream.bench.dedup;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One run over one corpus, from the bytes of the file to the kept ids.
 *
 * @param wall seconds
 * @param cpu seconds of all threads and child processes
 * @param peak resident bytes at most, of child processes too; of all rounds where they share a
 *     process
 * @param documents how many were read
 * @param kept how many are kept
 * @param bytesInBands held of a document while pairs are looked for, its text aside; 0 where the
 *     program does not say it
 */
record Trial(double wall, double cpu, long peak, int documents, int kept, double bytesInBands) {

    /**
     * @param said what the program says at its end
     * @param children resident bytes of child processes
     */
    static Trial of(JsonNode said, long children) {
        return new Trial(
                said.required("wall").asDouble(),
                said.required("cpu").asDouble(),
                children + said.path("peak").asLong(),
                said.required("documents").asInt(),
                said.required("kept").asInt(),
                said.path("bytes_in_bands").asDouble());
    }

    /** Documents by CPU-second. */
    double perCore() {
        return documents / cpu;
    }
}
