package io.evalstream.datasets;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One item of a dataset, with the record it came from.
 *
 * @param id the item's own id where the file has one, else file name, "#" and row of the file
 * @param question never blank
 * @param choices in the order of the file, without their labels; empty for an open question
 * @param answer the expected answer, the text of the choice where the file names a choice; null
 *     where the file has none
 * @param context the passage the question is about; null where there is none
 * @param raw the record as one line of JSON in UTF-8, without the line's end; of JSONL the bytes of
 *     the file. Not copied: nobody may change it
 * @param row place of the item over all files of the suite, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // Equality looks into the array; copies would cost.
public record DatasetItem(
        String id,
        String question,
        List<String> choices,
        String answer,
        String context,
        byte[] raw,
        long row) {

    public DatasetItem {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(raw, "raw");
        choices = List.copyOf(choices);
    }

    /** The record as text. */
    public String rawText() {
        return new String(raw, StandardCharsets.UTF_8);
    }

    /**
     * What is compared to find duplicates, before it is normalised: the question, the choices in
     * order and, if asked for, the context, one per line.
     */
    public String comparedText(boolean withContext) {
        boolean contextToo = withContext && context != null;
        if (choices.isEmpty() && !contextToo) {
            return question;
        }
        StringBuilder text = new StringBuilder(question);
        for (String choice : choices) {
            text.append('\n').append(choice);
        }
        if (contextToo) {
            text.append('\n').append(context);
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DatasetItem that
                && row == that.row
                && id.equals(that.id)
                && question.equals(that.question)
                && choices.equals(that.choices)
                && Objects.equals(answer, that.answer)
                && Objects.equals(context, that.context)
                && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, row, question);
    }
}
