package io.evalstream.bench.dedup;

import java.util.Random;

/** Texts of words that are drawn from a seed, and copies of them with a share of edits. */
final class DrawnTexts {
    private static final int WORDS = 4000;

    private final Random random;
    private final String[] words = new String[WORDS];

    /**
     * @param seed of all draws
     * @param first the first letter of the alphabet
     * @param letters how many letters it has
     */
    DrawnTexts(long seed, int first, int letters) {
        random = new Random(seed);
        for (int word = 0; word < WORDS; word++) {
            StringBuilder drawn = new StringBuilder();
            for (int i = 2 + random.nextInt(letters > 100 ? 3 : 8); i > 0; i--) {
                // Some letters are more frequent than others.
                drawn.append((char) (first + random.nextInt(1 + random.nextInt(letters))));
            }
            words[word] = drawn.toString();
        }
    }

    static DrawnTexts english(long seed) {
        return new DrawnTexts(seed, 'a', 26);
    }

    static DrawnTexts korean(long seed) {
        return new DrawnTexts(seed, 0xAC00, 2000);
    }

    /** A text of so many characters. */
    String text(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            // Zipf's law, roughly.
            text.append(words[(int) (Math.pow(random.nextDouble(), 3) * WORDS)]).append(' ');
        }
        return text.substring(0, length);
    }

    /** A copy of which a share of the characters is replaced, removed or doubled. */
    String edited(String text, double share) {
        StringBuilder edited = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (random.nextDouble() >= share) {
                edited.append(c);
                continue;
            }
            switch (random.nextInt(3)) {
                case 0 -> edited.append(text.charAt(random.nextInt(text.length())));
                case 1 -> edited.append(c).append(text.charAt(random.nextInt(text.length())));
                default -> {}
            }
        }
        return edited.toString();
    }
}
