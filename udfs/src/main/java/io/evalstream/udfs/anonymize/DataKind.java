package io.evalstream.udfs.anonymize;

import java.util.function.Function;

/**
 * What is taken out of texts. A new kind is a constant here with its detector; where findings
 * overlap, the kind that stands first names the whole.
 */
public enum DataKind {
    /** Keys, tokens and private keys. */
    API_KEY(names -> new ApiKeyDetector()),
    EMAIL(names -> new EmailDetector()),
    /** Korean resident registration number. */
    RESIDENT_NUMBER(names -> new ResidentNumberDetector('1', '4')),
    /** Korean foreigner registration number. */
    FOREIGNER_NUMBER(names -> new ResidentNumberDetector('5', '8')),
    /** Number of a payment card. */
    CARD(names -> new CardDetector()),
    /** IPv4 and IPv6 addresses. */
    IP(names -> new IpDetector()),
    PHONE(names -> new PhoneDetector()),
    /** People's names, those of the list. */
    NAME(NameDetector::new);

    private final Function<NameList, Detector> detector;

    DataKind(Function<NameList, Detector> detector) {
        this.detector = detector;
    }

    Detector detector(NameList names) {
        return detector.apply(names);
    }
}
