package io.evalstream.k8s.trigger;

import io.evalstream.k8s.api.EvalRunSpec;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Holds a template against what the types of the resource demand, as the API server will. */
final class SpecCheck {

    private SpecCheck() {}

    /**
     * @param at where the template stands
     * @return what is wrong, each with the place of its field; empty when nothing is
     */
    static List<String> faults(String at, RunTemplate template) {
        List<String> faults = new ArrayList<>();
        for (RecordComponent component : EvalRunSpec.class.getRecordComponents()) {
            Object value = value(component, template.spec());
            String place = at + "." + component.getName();
            if (!RunTemplate.OF_THE_RELEASE.contains(component.getName())) {
                check(place, field(EvalRunSpec.class, component), value, faults);
            } else if (value != null) {
                faults.add(place + ": is that of the push; leave it out");
            }
        }
        return faults;
    }

    private static void record(String at, Record record, List<String> faults) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Field field = field(record.getClass(), component);
            check(at + "." + component.getName(), field, value(component, record), faults);
        }
    }

    private static Field field(Class<?> type, RecordComponent component) {
        try {
            return type.getDeclaredField(component.getName());
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("components are fields", e);
        }
    }

    private static void check(
            String at, AnnotatedElement demands, Object value, List<String> faults) {
        if (value == null) {
            if (demands.isAnnotationPresent(Required.class)) {
                faults.add(at + ": is missing");
            }
            return;
        }
        Pattern pattern = demands.getAnnotation(Pattern.class);
        if (pattern != null && !((String) value).matches(pattern.value())) {
            faults.add(at + ": '" + value + "' does not match " + pattern.value());
        }
        if (value instanceof Number number) {
            checkRange(at, demands, number.doubleValue(), faults);
        }
        Size size = demands.getAnnotation(Size.class);
        if (value instanceof Collection<?> items) {
            if (size != null && (items.size() < size.min() || items.size() > size.max())) {
                faults.add(
                        String.format(
                                "%s: has %d items, %d to %d are possible",
                                at, items.size(), size.min(), size.max()));
            }
            int index = 0;
            for (Object item : items) {
                checkItem(at + "[" + index++ + "]", item, faults);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> checkItem(at + "." + key, item, faults));
        } else {
            checkItem(at, value, faults);
        }
    }

    private static void checkItem(String at, Object item, List<String> faults) {
        if (item == null) {
            faults.add(at + ": is empty");
        } else if (item instanceof Record record
                && record.getClass().getPackage().equals(EvalRunSpec.class.getPackage())) {
            record(at, record, faults);
        }
    }

    private static void checkRange(
            String at, AnnotatedElement demands, double value, List<String> faults) {
        Min min = demands.getAnnotation(Min.class);
        Max max = demands.getAnnotation(Max.class);
        if (min != null && value < min.value()) {
            faults.add(String.format("%s: %.0f is below %.0f", at, value, min.value()));
        }
        if (max != null && value > max.value()) {
            faults.add(String.format("%s: %.0f is above %.0f", at, value, max.value()));
        }
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("records are readable", e);
        }
    }
}
