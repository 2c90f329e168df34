package io.evalstream.k8s.trigger;

import io.evalstream.k8s.registry.ImageName;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which pushes are releases, and what their runs do.
 *
 * @param images names of images; {@code *} stands for anything but a slash
 * @param tags expression that the whole tag matches
 * @param run what to do
 */
public record ReleaseRule(List<String> images, String tags, RunTemplate run) {

    /** Tags of releases when a rule does not say. */
    static final String USUAL_TAGS = "release-.+";

    public ReleaseRule {
        images = images == null ? List.of() : List.copyOf(images);
        tags = tags == null ? USUAL_TAGS : tags;
    }

    boolean coversImage(ImageName image) {
        String name = image.toString();
        for (String pattern : images) {
            if (glob(pattern).matcher(name).matches()) {
                return true;
            }
        }
        return false;
    }

    boolean coversTag(String tag) {
        return Pattern.compile(tags).matcher(tag).matches();
    }

    static boolean isExact(String image) {
        return image.indexOf('*') < 0;
    }

    private static Pattern glob(String pattern) {
        String[] parts = pattern.split("\\*", -1);
        StringBuilder expression = new StringBuilder(Pattern.quote(parts[0]));
        for (int i = 1; i < parts.length; i++) {
            expression.append("[^/]*").append(Pattern.quote(parts[i]));
        }
        return Pattern.compile(expression.toString());
    }
}
