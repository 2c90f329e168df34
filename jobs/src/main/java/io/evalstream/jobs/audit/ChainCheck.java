package io.evalstream.jobs.audit;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows one chain from its first part to its head. */
final class ChainCheck {

    private final LogFolder folder;
    private final String chain;
    private final LogFolder.Members members;
    private final PartReader reader;
    private final List<LogFault> faults = new ArrayList<>();
    private final Map<String, Long> offsets = new HashMap<>();

    /** SHA-256 of the part before, or empty where it is missing or not of this place. */
    private String before = Chain.NO_PART;

    private String beforeKey = "";
    private boolean isBeforeSound = true;
    private int next;
    private long lines;
    private long read;
    private boolean isClosed;
    private JsonNode head = JsonLines.MAPPER.createObjectNode();

    ChainCheck(LogFolder folder, String chain, LogFolder.Members members, PartReader reader) {
        this.folder = folder;
        this.chain = chain;
        this.members = members;
        this.reader = reader;
    }

    List<LogFault> faults() {
        return faults;
    }

    long parts() {
        return read;
    }

    long lines() {
        return lines;
    }

    boolean isClosed() {
        return isClosed;
    }

    private void fault(String key, int line, String text) {
        faults.add(new LogFault(key, line, text));
    }

    void head(Optional<byte[]> bytes) {
        String key = folder.key() + AuditKeys.HEAD + chain + AuditKeys.HEAD_END;
        if (bytes.isEmpty()) {
            fault(key, 0, "is missing: nothing says where the chain ends");
            return;
        }
        try {
            head = JsonLines.object(bytes.get(), 0, bytes.get().length);
            boolean isOurs =
                    head.path("chain").asText().equals(chain)
                            && isOfFolder(head.path("run_id").asText());
            if (!isOurs) {
                fault(key, 1, "is foreign: it is of another chain");
                head = JsonLines.MAPPER.createObjectNode();
            }
        } catch (IOException e) {
            fault(key, 1, "was edited: it is no JSON");
        }
    }

    private boolean isOfFolder(String runId) {
        return folder.isOf(runId);
    }

    /** The next part there is, in the order of their numbers. */
    void part(int number, String key, byte[] bytes) throws IOException {
        read++;
        boolean isGap = number > next;
        if (isGap) {
            before = "";
        }
        missing(next, number);
        next = number + 1;
        try {
            PartReader.First first = reader.first(bytes);
            boolean isOfPlace =
                    isOfFolder(first.runId())
                            && first.day().equals(folder.day())
                            && first.chain().equals(chain);
            if (!isOfPlace) {
                fault(key, 1, "is foreign: it is part " + first.number() + " of " + where(first));
                lost(key);
                return;
            }
            if (first.number() != number) {
                fault(key, 1, "is out of order: it is part " + first.number());
                lost(key);
                return;
            }
            link(first, key);
            if (first.linesBefore() != lines && !before.isEmpty()) {
                fault(key, 1, "does not go on where the part before ends");
            }
            lines = first.linesBefore() + first.lines();
            isBeforeSound = true;
            before = Chain.sha256(bytes);
            beforeKey = key;
            isClosed = false;
            reader.read(first, bytes, (line, content) -> line(key, line, content));
        } catch (DamagedPartException e) {
            fault(key, e.line(), e.getMessage());
            before = Chain.sha256(bytes);
            beforeKey = key;
            isBeforeSound = false;
        }
    }

    private void missing(int from, int to) {
        for (int number = from; number < to; number++) {
            String key = folder.key() + AuditKeys.partName(chain, number);
            fault(key, 0, number == 0 || from == 0 ? "is missing at the beginning" : "is missing");
        }
    }

    private static String where(PartReader.First first) {
        return first.runId() + " of " + first.day() + ", chain " + first.chain();
    }

    private void lost(String key) {
        before = "";
        beforeKey = key;
        isBeforeSound = false;
    }

    private void link(PartReader.First first, String key) {
        if (before.isEmpty() || first.previous().equals(before)) {
            return;
        }
        if (beforeKey.isEmpty()) {
            fault(key, 1, "names a part before it, and is the first");
        } else if (isBeforeSound) {
            fault(beforeKey, 1, "was edited: the next part names another SHA-256 of it");
        }
    }

    private void line(String key, int number, LogLine line) {
        isClosed = line.type().equals(PartWriter.CLOSING);
        if (line.topic().isEmpty()) {
            return;
        }
        Long last = offsets.put(line.topic() + "/" + line.partition(), line.offset());
        if (last != null && line.offset() <= last) {
            fault(
                    key,
                    number,
                    "offset "
                            + line.offset()
                            + " of "
                            + line.topic()
                            + "/"
                            + line.partition()
                            + " comes after "
                            + last);
        }
    }

    /**
     * Compares the last part with the head.
     *
     * @param isOld whether the beginning of the log may have expired
     */
    void end(boolean isOld) {
        if (isOld) {
            faults.removeIf(fault -> fault.fault().endsWith("is missing at the beginning"));
        }
        if (head.isEmpty()) {
            return;
        }
        int parts = head.path("parts").asInt();
        if (next < parts) {
            for (int number = next; number < parts; number++) {
                String key = folder.key() + AuditKeys.partName(chain, number);
                fault(key, 0, "is missing: the log is cut off at its end");
            }
            return;
        }
        if (next > parts) {
            for (int number = parts; number < next; number++) {
                String key = members.parts.get(number);
                if (key != null) {
                    fault(key, 1, "is foreign: the chain ends with part " + (parts - 1));
                }
            }
            return;
        }
        if (isBeforeSound && !before.isEmpty()) {
            if (!head.path("sha256").asText().equals(before)) {
                fault(beforeKey, 1, "was edited: the head names another SHA-256 of it");
            } else if (head.path("lines").asLong() != lines
                    || head.path("closed").asBoolean() != isClosed) {
                fault(members.head, 1, "was edited: it is not what the chain ends with");
            }
        }
    }
}
