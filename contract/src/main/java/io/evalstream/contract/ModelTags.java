package io.evalstream.contract;

/** Derives the model from a model tag such as {@code llama-3:release-42}. */
public final class ModelTags {
    private static final String RELEASE = "release-";

    private ModelTags() {}

    /**
     * The model an event belongs to when it names only its tag: what stands before the last {@code
     * :}, else what stands before {@code release-} without the separators {@code -_./} at its end,
     * else the whole tag. Never empty for a tag that is not empty.
     */
    public static String defaultModel(String modelTag) {
        int colon = modelTag.lastIndexOf(':');
        if (colon >= 0) {
            return colon > 0 ? modelTag.substring(0, colon) : modelTag;
        }
        int end = Math.max(modelTag.indexOf(RELEASE), 0);
        while (end > 0 && "-_./".indexOf(modelTag.charAt(end - 1)) >= 0) {
            end--;
        }
        return end > 0 ? modelTag.substring(0, end) : modelTag;
    }
}
