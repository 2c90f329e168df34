package io.evalstream.cli.dedup;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A suite or a pool as it is given on the command line, {@code NAME=PATH}.
 *
 * @param name what it is called in reports; its kept file has this name too
 * @param path its items: a file or a folder
 */
public record NamedSuite(String name, Path path) {

    /** What a file can be called everywhere, letters of all scripts included. */
    private static final Pattern FILE_NAME =
            Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}._+@-]{0,99}");

    /** Reads {@code NAME=PATH}. */
    public static final class Converter implements ITypeConverter<NamedSuite> {
        @Override
        public NamedSuite convert(String value) {
            int separator = value.indexOf('=');
            if (separator < 0 || separator == value.length() - 1) {
                throw new TypeConversionException("'" + value + "' is not NAME=PATH");
            }
            String name = value.substring(0, separator);
            if (!FILE_NAME.matcher(name).matches()) {
                throw new TypeConversionException(
                        "'"
                                + name
                                + "' cannot name a suite; take at most 100 letters, digits and . _ -"
                                + " + @, a letter or digit first");
            }
            return new NamedSuite(name, Path.of(value.substring(separator + 1)));
        }
    }
}
