package io.evalstream.sql;

/**
 * Where a backup is: a place in S3, or in what speaks its language, that ClickHouse reaches.
 *
 * @param name what people call it, for messages
 * @param url of the folder, without a slash at its end, such as {@code http://host/bucket/monday}
 * @param accessKey may be empty, together with the secret, where the server has credentials itself
 */
public record BackupPlace(String name, String url, String accessKey, String secretKey) {

    private static final String MANIFEST = "evalstream-manifest.jsonl";

    /** As the destination of BACKUP and the source of RESTORE. */
    String folder() {
        return "S3(" + arguments(url) + ")";
    }

    /** As the table function that reads and writes the list of what is in the backup. */
    String manifest(String structure) {
        return "s3("
                + arguments(url + "/" + MANIFEST)
                + ", 'JSONEachRow', "
                + quoted(structure)
                + ")";
    }

    private String arguments(String address) {
        return accessKey.isEmpty()
                ? quoted(address)
                : quoted(address) + ", " + quoted(accessKey) + ", " + quoted(secretKey);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** For people, and without the keys. */
    @Override
    public String toString() {
        return name;
    }
}
