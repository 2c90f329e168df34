package io.evalstream.embedded.clickhouse;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Named query parameters in native memory, to be closed after the call they are passed to. */
final class QueryParameters implements AutoCloseable {

    final Pointer names;
    final long[] nameLengths;
    final Pointer values;
    final long[] valueLengths;
    private final List<Memory> kept = new ArrayList<>();

    QueryParameters(Map<String, String> parameters) {
        nameLengths = new long[parameters.size()];
        valueLengths = new long[parameters.size()];
        names = strings(parameters.keySet(), nameLengths);
        values = strings(parameters.values(), valueLengths);
    }

    private Pointer strings(Iterable<String> texts, long[] lengths) {
        if (lengths.length == 0) {
            return Pointer.NULL;
        }
        Memory pointers = new Memory((long) Native.POINTER_SIZE * lengths.length);
        int index = 0;
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Memory copy = new Memory(bytes.length + 1L);
            copy.write(0, bytes, 0, bytes.length);
            copy.setByte(bytes.length, (byte) 0);
            pointers.setPointer((long) Native.POINTER_SIZE * index, copy);
            lengths[index] = bytes.length;
            kept.add(copy);
            index++;
        }
        kept.add(pointers);
        return pointers;
    }

    long count() {
        return nameLengths.length;
    }

    @Override
    public void close() {
        kept.forEach(Memory::close);
    }
}
