package io.evalstream.bench.dedup;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One run over one corpus, from the bytes of the file to the kept ids.
 *
 * @param wall seconds
 * @param cpu seconds of all threads and child processes
 * @param peak resident bytes at most; of all rounds where they share a process
 * @param documents how many were read
 * @param kept how many are kept
 */
record Trial(double wall, double cpu, long peak, int documents, int kept) {

    /**
     * @param said what the program says at its end
     * @param sampled resident bytes, as seen from outside
     */
    static Trial of(JsonNode said, long sampled) {
        return new Trial(
                said.required("wall").asDouble(),
                said.required("cpu").asDouble(),
                Math.max(sampled, said.path("peak").asLong()),
                said.required("documents").asInt(),
                said.required("kept").asInt());
    }

    /** Documents by CPU-second. */
    double perCore() {
        return documents / cpu;
    }
}
