package io.evalstream.udfs.text;

/**
 * Decides whether texts are close to one of them, the representative, and how far they are.
 *
 * <p>What tells most for its price comes first: the difference of the lengths, a few edits where
 * they lead somewhere, and bounds, each of them exact: the counts of code points, the counts of
 * pairs of neighbours ({@link TextProfile}, for long texts {@link LongTextCounts}), then the
 * distance itself with the limit as its cut-off. What the representative needs is made once for all
 * texts it is compared with. Not for several threads; nothing is allocated per comparison.
 */
public final class CloseTexts {

    private final Closeness closeness;
    private final EditDistance distance = new EditDistance();
    private final long[] representativeProfile = new long[TextProfile.LONGS];
    private final long[] otherProfile = new long[TextProfile.LONGS];

    private final LongTextCounts counts = new LongTextCounts();

    private int[] representative = new int[0];
    private int from;
    private int length;
    private boolean isProfiled;
    private boolean isPrepared;
    private boolean isCounted;

    public CloseTexts(Closeness closeness) {
        this.closeness = closeness;
    }

    /**
     * Sets the text that others are compared with; it must not change meanwhile.
     *
     * @param text holds the code points, each in [0, 0x10FFFF]
     */
    public void representative(int[] text, int textFrom, int textLength) {
        take(text, textFrom, textLength);
        isProfiled = false;
    }

    /**
     * Sets the text that others are compared with, where its profile is known.
     *
     * @param profiles holds what {@link TextProfile#write} made of the text
     * @param at where that begins
     */
    public void representative(int[] text, int textFrom, int textLength, long[] profiles, int at) {
        System.arraycopy(profiles, at, representativeProfile, 0, TextProfile.LONGS);
        take(text, textFrom, textLength);
        isProfiled = true;
    }

    private void take(int[] text, int textFrom, int textLength) {
        representative = text;
        from = textFrom;
        length = textLength;
        isPrepared = false;
        isCounted = false;
    }

    /**
     * The distance of a text to the representative.
     *
     * @return the distance where the texts are close, else -1
     */
    public int distance(int[] text, int textFrom, int textLength) {
        int limit = closeness.limit(Math.max(length, textLength));
        if (Math.abs(length - textLength) > limit) {
            return -1;
        }
        int few = distance.ifFew(representative, from, length, text, textFrom, textLength, limit);
        if (few >= 0) {
            return few;
        }
        if (limit <= DiagonalBand.MOST) {
            // One word per code point: counting them would take longer.
            return measured(text, textFrom, textLength, limit, Math.abs(length - textLength));
        }
        TextProfile.write(text, textFrom, textLength, otherProfile, 0);
        return distance(text, textFrom, textLength, otherProfile, 0);
    }

    /**
     * The distance of a text to the representative, where the text's profile is known.
     *
     * @param profiles holds what {@link TextProfile#write} made of the text
     * @param at where that begins
     * @return the distance where the texts are close, else -1
     */
    public int distance(int[] text, int textFrom, int textLength, long[] profiles, int at) {
        int limit = closeness.limit(Math.max(length, textLength));
        int atLeast = Math.abs(length - textLength);
        if (atLeast > limit) {
            return -1;
        }
        if (!isProfiled) {
            TextProfile.write(representative, from, length, representativeProfile, 0);
            isProfiled = true;
        }
        int difference = atLeast;
        int bound = TextProfile.boundOfPoints(representativeProfile, 0, profiles, at, difference);
        atLeast = Math.max(atLeast, bound);
        if (atLeast > limit) {
            return -1;
        }
        bound = TextProfile.boundOfPairs(representativeProfile, 0, profiles, at, difference);
        atLeast = Math.max(atLeast, bound);
        if (atLeast > limit) {
            return -1;
        }
        if (Math.max(length, textLength) >= LongTextCounts.LONG) {
            if (!isCounted) {
                counts.representative(representative, from, length);
                isCounted = true;
            }
            bound = counts.bound(text, textFrom, textLength, difference);
            atLeast = Math.max(atLeast, bound);
            if (atLeast > limit) {
                return -1;
            }
        }
        return measured(text, textFrom, textLength, limit, atLeast);
    }

    private int measured(int[] text, int textFrom, int textLength, int limit, int atLeast) {
        if (!isPrepared) {
            distance.pattern(representative, from, length);
            isPrepared = true;
        }
        int found = distance.within(text, textFrom, textLength, limit, atLeast);
        return found > limit ? -1 : found;
    }
}
