package io.evalstream.udfs.anonymize;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names of people, in a tree of their letters. */
public final class NameList {

    /** Names shorter than this are particles and initials. */
    public static final int SHORTEST = 2;

    /** Longer lines are no names. */
    public static final int LONGEST = 64;

    /** No names at all. */
    public static final NameList EMPTY = new NameList(List.of());

    /** A letter of names and what may follow it. */
    private static final class Node {
        private final Map<Character, Node> next = new HashMap<>();
        private boolean isName;
    }

    private final Node root = new Node();

    /**
     * @param names each {@link #SHORTEST} to {@link #LONGEST} chars
     * @throws IllegalArgumentException when one is shorter or longer
     */
    public NameList(Collection<String> names) {
        for (String name : names) {
            add(name);
        }
    }

    private void add(String name) {
        FoldedText folded = new FoldedText(name.strip());
        if (folded.length() < SHORTEST || folded.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a name has " + SHORTEST + " to " + LONGEST + " letters");
        }
        Node node = root;
        for (int i = 0; i < folded.length(); i++) {
            node = node.next.computeIfAbsent(folded.at(i), letter -> new Node());
        }
        node.isName = true;
    }

    /**
     * Reads a file with one name a line; empty lines and those that begin with # say nothing.
     *
     * @throws IOException when it cannot be read, or a line is no name; the message names file and
     *     line, and never the name
     */
    public static List<String> read(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        long line = 0;
        for (String text : lines(file)) {
            line++;
            String name = text.strip();
            if (name.isEmpty() || name.startsWith("#")) {
                continue;
            }
            try {
                new NameList(List.of(name));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ":" + line + ": " + e.getMessage(), e);
            }
            names.add(name);
        }
        return names;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": is not UTF-8; save it so", e);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        }
    }

    /** The end of the longest name that begins here, or 0. */
    int end(FoldedText text, int from) {
        Node node = root;
        int end = 0;
        for (int i = from; i < text.length(); i++) {
            node = node.next.get(text.at(i));
            if (node == null) {
                break;
            }
            if (node.isName) {
                end = i + 1;
            }
        }
        return end;
    }
}
