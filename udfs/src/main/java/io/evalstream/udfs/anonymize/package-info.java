/**
 * Finds personal data and secrets in texts and puts placeholders in their place. Every scan takes
 * time linear in the length of the text.
 */
package io.evalstream.udfs.anonymize;
