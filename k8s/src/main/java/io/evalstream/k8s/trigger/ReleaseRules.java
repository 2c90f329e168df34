package io.evalstream.k8s.trigger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.evalstream.k8s.files.UnusableFileException;
import io.evalstream.k8s.registry.ImageName;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which images may be evaluated, and how: the file that the controller is configured with.
 *
 * @param releases the first rule that covers an image and a tag counts
 */
public record ReleaseRules(List<ReleaseRule> releases) {

    private static final int LARGEST_BYTES = 1 << 20;

    private static final ObjectMapper YAML =
            YAMLMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .withCoercionConfig(
                            LogicalType.Integer,
                            config ->
                                    config.setCoercion(
                                            CoercionInputShape.Float, CoercionAction.Fail))
                    .build();

    private static final Pattern IMAGE = Pattern.compile("[a-z0-9.:*/_-]+/[a-z0-9.*/_-]+");

    public ReleaseRules {
        releases = releases == null ? List.of() : List.copyOf(releases);
    }

    /**
     * Reads and checks a file of YAML.
     *
     * @throws UnusableFileException naming file, line or field, and what is wrong
     */
    public static ReleaseRules read(Path file) throws UnusableFileException {
        try {
            if (Files.size(file) > LARGEST_BYTES) {
                throw new UnusableFileException(file + ": larger than 1 MiB; say less");
            }
            ReleaseRules rules = YAML.readValue(Files.readAllBytes(file), ReleaseRules.class);
            if (rules == null) {
                throw new UnusableFileException(file + ": is empty; say 'releases:'");
            }
            rules.check(file);
            return rules;
        } catch (JsonProcessingException e) {
            throw new UnusableFileException(file + located(e), e);
        } catch (IOException e) {
            throw new UnusableFileException(
                    file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /** The rule that a push is under. */
    public Optional<ReleaseRule> ruleFor(ImageName image, String tag) {
        for (ReleaseRule rule : releases) {
            if (rule.coversImage(image) && rule.coversTag(tag)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /** Whether any rule is about the image. */
    public boolean coverImage(ImageName image) {
        for (ReleaseRule rule : releases) {
            if (rule.coversImage(image)) {
                return true;
            }
        }
        return false;
    }

    /** The images that are named without a star: those a registry can be asked for. */
    public Set<ImageName> namedImages() {
        Set<ImageName> named = new LinkedHashSet<>();
        for (ReleaseRule rule : releases) {
            for (String image : rule.images()) {
                if (ReleaseRule.isExact(image)) {
                    ImageName.parse(image).ifPresent(named::add);
                }
            }
        }
        return named;
    }

    private void check(Path file) throws UnusableFileException {
        List<String> faults = new ArrayList<>();
        if (releases.isEmpty()) {
            faults.add("releases: name at least one");
        }
        for (int i = 0; i < releases.size(); i++) {
            ReleaseRule rule = releases.get(i);
            String at = "releases[" + i + "]";
            if (rule.images().isEmpty()) {
                faults.add(at + ".images: name at least one, such as ghcr.io/owner/name");
            }
            for (String image : rule.images()) {
                if (image == null
                        || !IMAGE.matcher(image).matches()
                        || image.substring(0, image.indexOf('/')).contains("*")
                        || ReleaseRule.isExact(image) && ImageName.parse(image).isEmpty()) {
                    faults.add(
                            at + ".images: '" + image + "' is not like ghcr.io/owner/name, small");
                }
            }
            try {
                Pattern.compile(rule.tags());
            } catch (PatternSyntaxException e) {
                faults.add(at + ".tags: '" + rule.tags() + "': " + e.getDescription());
            }
            if (rule.run() == null) {
                faults.add(at + ".run: say what to do, at least its suites");
            } else {
                faults.addAll(SpecCheck.faults(at + ".run", rule.run()));
            }
        }
        if (!faults.isEmpty()) {
            throw new UnusableFileException(file + ": " + String.join("; ", faults));
        }
    }

    private static String located(JsonProcessingException fault) {
        StringBuilder text = new StringBuilder();
        if (fault.getLocation() != null && fault.getLocation().getLineNr() > 0) {
            text.append(" line ").append(fault.getLocation().getLineNr());
        }
        text.append(": ");
        if (fault instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            StringBuilder path = new StringBuilder();
            for (JsonMappingException.Reference step : mapping.getPath()) {
                if (step.getFieldName() == null) {
                    path.append('[').append(step.getIndex()).append(']');
                } else {
                    path.append(path.length() == 0 ? "" : ".").append(step.getFieldName());
                }
            }
            text.append(path).append(": ");
        }
        return text.append(plain(fault)).toString();
    }

    /** The commonest faults in words that need no knowledge of Java. */
    private static String plain(JsonProcessingException fault) {
        if (fault instanceof UnrecognizedPropertyException unknown) {
            return "is unknown; known are " + unknown.getKnownPropertyIds();
        }
        if (fault instanceof InvalidFormatException format) {
            Class<?> type = format.getTargetType();
            return "'"
                    + format.getValue()
                    + (type.isEnum()
                            ? "' is none of " + Arrays.toString(type.getEnumConstants())
                            : "' is no " + type.getSimpleName());
        }
        if (fault instanceof MismatchedInputException mismatch
                && mismatch.getTargetType() != null) {
            return "is no " + mismatch.getTargetType().getSimpleName();
        }
        return fault.getOriginalMessage().lines().findFirst().orElse("is no YAML");
    }
}
