package io.evalstream.datasets;

/** How an answer names one of the choices. */
public enum AnswerForm {
    /** As a text; it may be that of a choice. */
    TEXT,
    /** As the label of a choice, a letter from A or a number from 1. */
    LABEL,
    /** As the place of a choice, from 0. */
    INDEX,
    /**
     * Whichever fits: a label of the file, a choice's text, a letter, a place from 0, or a text.
     */
    ANY
}
