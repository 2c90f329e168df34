package io.evalstream.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;

/**
 * A run as it is given on the command line, {@code TAG=PATH}.
 *
 * @param tag the release
 * @param path its results: a file or a folder
 */
record NamedRun(String tag, Path path) {

    static final class Converter implements ITypeConverter<NamedRun> {
        @Override
        public NamedRun convert(String value) {
            int separator = value.indexOf('=');
            if (separator < 0
                    || value.substring(0, separator).isBlank()
                    || separator == value.length() - 1) {
                throw new TypeConversionException("'" + value + "' is not TAG=PATH");
            }
            return new NamedRun(
                    value.substring(0, separator), Path.of(value.substring(separator + 1)));
        }
    }
}
