package io.evalstream.jobs.quality;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** State of one key in memory, so that what judges in the job can judge without one. */
final class MemoryState {

    private MemoryState() {}

    /** A context that has state, and nothing else. */
    static RuntimeContext context() {
        return (RuntimeContext)
                Proxy.newProxyInstance(
                        MemoryState.class.getClassLoader(),
                        new Class<?>[] {RuntimeContext.class},
                        (proxy, method, arguments) -> state(method));
    }

    private static Object state(Method method) {
        Class<?> type = method.getReturnType();
        if (type == MapState.class) {
            return new InMap<>();
        }
        if (type == ListState.class) {
            return new InList<>();
        }
        if (type == ValueState.class) {
            return new InPlace<>();
        }
        throw new UnsupportedOperationException(method.getName() + " is nothing a replay has");
    }

    private static final class InMap<K, V> implements MapState<K, V> {
        private final Map<K, V> map = new HashMap<>();

        @Override
        public V get(K key) {
            return map.get(key);
        }

        @Override
        public void put(K key, V value) {
            map.put(key, value);
        }

        @Override
        public void putAll(Map<K, V> all) {
            map.putAll(all);
        }

        @Override
        public void remove(K key) {
            map.remove(key);
        }

        @Override
        public boolean contains(K key) {
            return map.containsKey(key);
        }

        @Override
        public Iterable<Map.Entry<K, V>> entries() {
            return map.entrySet();
        }

        @Override
        public Iterable<K> keys() {
            return map.keySet();
        }

        @Override
        public Iterable<V> values() {
            return map.values();
        }

        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            return map.entrySet().iterator();
        }

        @Override
        public boolean isEmpty() {
            return map.isEmpty();
        }

        @Override
        public void clear() {
            map.clear();
        }
    }

    private static final class InList<T> implements ListState<T> {
        private final List<T> list = new ArrayList<>();

        @Override
        public Iterable<T> get() {
            return list;
        }

        @Override
        public void add(T value) {
            list.add(value);
        }

        @Override
        public void addAll(List<T> values) {
            list.addAll(values);
        }

        @Override
        public void update(List<T> values) {
            list.clear();
            list.addAll(values);
        }

        @Override
        public void clear() {
            list.clear();
        }
    }

    private static final class InPlace<T> implements ValueState<T> {
        private T value;

        @Override
        public T value() {
            return value;
        }

        @Override
        public void update(T newValue) {
            value = newValue;
        }

        @Override
        public void clear() {
            value = null;
        }
    }
}
