package io.evalstream.udfs.anonymize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A text of the labelled set with the places that are marked in it.
 *
 * @param line where it stands in its file, from 1
 */
record MarkedText(int line, String text, List<Finding> marks) {

    static final Path SET = Path.of("../datasets/raw/anonymize");

    static List<MarkedText> read(String file) throws IOException {
        List<MarkedText> texts = new ArrayList<>();
        int line = 0;
        for (String marked : Files.readAllLines(SET.resolve(file))) {
            line++;
            if (!marked.startsWith("#")) {
                texts.add(of(line, marked));
            }
        }
        return texts;
    }

    private static MarkedText of(int line, String written) {
        String marked = plain(written);
        StringBuilder text = new StringBuilder();
        List<Finding> marks = new ArrayList<>();
        int done = 0;
        for (int open = marked.indexOf("{{"); open >= 0; open = marked.indexOf("{{", done)) {
            int colon = marked.indexOf(':', open);
            int close = marked.indexOf("}}", colon);
            text.append(marked, done, open);
            DataKind kind = DataKind.valueOf(marked.substring(open + 2, colon));
            int from = text.length();
            text.append(marked, colon + 1, close);
            marks.add(new Finding(kind, from, text.length()));
            done = close + 2;
        }
        return new MarkedText(line, text.append(marked.substring(done)).toString(), marks);
    }

    /**
     * Without the bars that keep scanners for secrets quiet, and with what backslashes stand for.
     */
    private static String plain(String written) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '\\' && written.charAt(i + 1) == 'u') {
                plain.append((char) Integer.parseInt(written, i + 2, i + 6, 16));
                i += 5;
            } else if (c == '\\' && written.charAt(i + 1) == 'n') {
                plain.append('\n');
                i++;
            } else if (c != '¦') {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
