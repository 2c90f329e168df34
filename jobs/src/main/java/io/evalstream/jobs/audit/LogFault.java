package io.evalstream.jobs.audit;

/**
 * Something that is wrong with a log.
 *
 * @param key the object
 * @param line counted from 1; 0 when it is about the object as a whole
 * @param fault what is wrong, so that it reads on after the object
 */
public record LogFault(String key, int line, String fault) {

    /** {@code object:line: fault}. */
    @Override
    public String toString() {
        return key + (line > 0 ? ":" + line : "") + ": " + fault;
    }
}
