package io.evalstream.contract;

/**
 * Reads the date-time of RFC 3339 from bytes: {@code 2026-01-31T23:59:59.999+09:00} or with {@code
 * Z}.
 *
 * <p>The fraction has up to nine digits, of which the first three count. {@code T} and {@code Z}
 * may be lower case. Leap seconds (second 60) are refused, as a clock in milliseconds since the
 * epoch has none.
 */
final class Timestamps {
    /** Milliseconds of 2299-12-31T23:59:59.999Z, the end of the calendar of the store. */
    static final long MAX_MILLIS = 10_413_791_999_999L;

    /** What {@link #parse} returns for anything but a date-time. */
    static final long INVALID = Long.MIN_VALUE;

    private static final int[] DAYS_BEFORE_MONTH = {
        0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365
    };

    private static final int DAYS_TO_1970 = 719_528;

    private Timestamps() {}

    /** Milliseconds since the epoch of the text in {@code bytes[from, to)}, or {@link #INVALID}. */
    static long parse(byte[] bytes, int from, int to) {
        if (to - from < 20
                || bytes[from + 4] != '-'
                || bytes[from + 7] != '-'
                || (bytes[from + 10] | 0x20) != 't'
                || bytes[from + 13] != ':'
                || bytes[from + 16] != ':') {
            return INVALID;
        }
        int century = twoDigits(bytes, from);
        int yearOfCentury = twoDigits(bytes, from + 2);
        int month = twoDigits(bytes, from + 5);
        int day = twoDigits(bytes, from + 8);
        int hour = twoDigits(bytes, from + 11);
        int minute = twoDigits(bytes, from + 14);
        int second = twoDigits(bytes, from + 17);
        if ((century | yearOfCentury | month | day | hour | minute | second) < 0
                || month < 1
                || month > 12
                || day < 1
                || hour > 23
                || minute > 59
                || second > 59) {
            return INVALID;
        }
        int year = century * 100 + yearOfCentury;
        boolean leap = (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
        int daysInMonth = DAYS_BEFORE_MONTH[month] - DAYS_BEFORE_MONTH[month - 1];
        if (day > (month == 2 && leap ? 29 : daysInMonth)) {
            return INVALID;
        }
        long days = daysBeforeYear(year) + DAYS_BEFORE_MONTH[month - 1] + day - 1;
        if (leap && month > 2) {
            days++;
        }
        long seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;

        int at = from + 19;
        int millis = 0;
        if (bytes[at] == '.') {
            int digits = 0;
            int digit;
            while (++at < to && (digit = bytes[at] - '0') >= 0 && digit <= 9) {
                if (digits < 3) {
                    millis = millis * 10 + digit;
                }
                digits++;
            }
            if (digits == 0 || digits > 9) {
                return INVALID;
            }
            for (int i = digits; i < 3; i++) {
                millis *= 10;
            }
        }
        int offsetMinutes = offset(bytes, at, to);
        return offsetMinutes == Integer.MIN_VALUE
                ? INVALID
                : (seconds - offsetMinutes * 60L) * 1000 + millis;
    }

    private static int offset(byte[] bytes, int at, int to) {
        if (to - at == 1 && (bytes[at] | 0x20) == 'z') {
            return 0;
        }
        if (to - at != 6 || bytes[at + 3] != ':' || bytes[at] != '+' && bytes[at] != '-') {
            return Integer.MIN_VALUE;
        }
        int hours = twoDigits(bytes, at + 1);
        int minutes = twoDigits(bytes, at + 4);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int offset = hours * 60 + minutes;
        return bytes[at] == '-' ? -offset : offset;
    }

    private static long daysBeforeYear(int year) {
        int leapDays = (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400;
        return 365L * year + leapDays - DAYS_TO_1970;
    }

    private static int twoDigits(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }
}
