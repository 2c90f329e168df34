package io.evalstream.jobs.audit;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads parts and says where one is not what was written. */
final class PartReader implements AutoCloseable {

    private final Frames frames = new Frames();

    /** What the first line of a part says. */
    record First(
            String runId,
            String day,
            String chain,
            int number,
            String previous,
            long linesBefore,
            List<Segment> segments) {

        /** Lines of the part, its first not counted. */
        long lines() {
            long lines = 0;
            for (Segment segment : segments) {
                lines += segment.lines();
            }
            return lines;
        }
    }

    /**
     * Successive lines that were compressed together.
     *
     * @param bytes length of the frame
     * @param sha256 of the frame
     * @param content checksum of the lines
     */
    record Segment(int lines, int bytes, String sha256, String content) {}

    /** Takes the lines of a part. */
    @FunctionalInterface
    interface Lines {
        /**
         * @param number from 2, as the part itself begins with line 1
         */
        void line(int number, LogLine line) throws IOException;
    }

    /**
     * Reads what a part says of itself.
     *
     * @throws DamagedPartException when there is no such line
     */
    First first(byte[] part) throws DamagedPartException {
        try {
            byte[] frame = frames.decompress(part, 0, Frames.length(part, 0));
            int end = lineEnd(frame, 0);
            JsonNode node = JsonLines.object(frame, 0, end);
            if (!node.path("type").asText().equals(PartWriter.PART)) {
                throw new DamagedPartException(1, "does not begin like a part");
            }
            List<Segment> segments = new ArrayList<>();
            for (JsonNode segment : node.path("segments")) {
                segments.add(
                        new Segment(
                                segment.path("lines").asInt(),
                                segment.path("bytes").asInt(),
                                segment.path("sha256").asText(),
                                segment.path("content").asText()));
            }
            return new First(
                    node.path("run_id").asText(),
                    node.path("day").asText(),
                    node.path("chain").asText(),
                    node.path("part").asInt(-1),
                    node.path("previous").asText(),
                    node.path("lines_before").asLong(-1),
                    segments);
        } catch (DamagedPartException e) {
            throw e;
        } catch (IOException e) {
            throw new DamagedPartException(1, "is no part of a log: " + e.getMessage(), e);
        }
    }

    /**
     * Reads the lines of a part in their order.
     *
     * @throws DamagedPartException when a line is not what was written
     */
    void read(First first, byte[] part, Lines lines) throws IOException {
        int at = Frames.length(part, 0);
        requireOneLine(first, part, at);
        int line = 2;
        for (Segment segment : first.segments()) {
            if (segment.bytes() <= 0 || segment.bytes() > part.length - at) {
                throw new DamagedPartException(
                        line, "is cut off; " + (first.lines() - line + 2) + " lines are missing");
            }
            if (!Chain.sha256(part, at, segment.bytes()).equals(segment.sha256())) {
                throw edited(line, segment);
            }
            hand(content(part, at, segment.bytes(), line), line, segment, lines);
            line += segment.lines();
            at += segment.bytes();
        }
        if (at < part.length) {
            throw new DamagedPartException(
                    line, "has " + (part.length - at) + " bytes that were added at its end");
        }
    }

    private static int frameAt(byte[] part, int at) throws DamagedPartException {
        try {
            return Frames.length(part, at);
        } catch (IOException e) {
            throw new DamagedPartException(2, "was packed anew, and badly: " + e.getMessage(), e);
        }
    }

    private byte[] content(byte[] part, int at, int length, int line) throws DamagedPartException {
        try {
            return frames.decompress(part, at, length);
        } catch (IOException e) {
            throw new DamagedPartException(line, "is damaged: " + e.getMessage(), e);
        }
    }

    private static DamagedPartException edited(int line, Segment segment) {
        int last = line + segment.lines() - 1;
        return new DamagedPartException(
                line, last > line ? "was edited in lines " + line + " to " + last : "was edited");
    }

    private static void hand(byte[] content, int firstLine, Segment segment, Lines lines)
            throws IOException {
        int number = firstLine;
        for (int at = 0; at < content.length; number++) {
            int end = lineEnd(content, at);
            LogLine line;
            try {
                line = LogLine.parse(content, at, end - at);
            } catch (IOException e) {
                throw new DamagedPartException(number, "is no line of a log", e);
            }
            lines.line(number, line);
            at = end + 1;
        }
        if (number - firstLine != segment.lines()) {
            throw new DamagedPartException(number, "has another number of lines than it says");
        }
    }

    private static int lineEnd(byte[] content, int from) {
        int end = from;
        while (end < content.length && content[end] != '\n') {
            end++;
        }
        return end;
    }

    /** Whoever edits a file of lines compresses it as one; then it tells by its content where. */
    private void requireOneLine(First first, byte[] part, int firstFrame) throws IOException {
        byte[] head = content(part, 0, firstFrame, 1);
        if (lineEnd(head, 0) >= head.length - 1) {
            return;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int at = 0; at < part.length; ) {
            int length = frameAt(part, at);
            all.writeBytes(content(part, at, length, 2));
            at += length;
        }
        byte[] content = all.toByteArray();
        int at = lineEnd(content, 0) + 1;
        int line = 2;
        for (Segment segment : first.segments()) {
            int end = at;
            for (int i = 0; i < segment.lines(); i++) {
                end = Math.min(content.length, lineEnd(content, end) + 1);
            }
            byte[] lines = Arrays.copyOfRange(content, at, end);
            String checksum = Frames.checksum(frames.compress(lines, lines.length));
            if (!checksum.equals(segment.content())) {
                throw edited(line, segment);
            }
            at = end;
            line += segment.lines();
        }
        throw new DamagedPartException(
                at < content.length ? line : 1,
                at < content.length ? "has lines that were added at its end" : "was packed anew");
    }

    @Override
    public void close() {
        frames.close();
    }
}
