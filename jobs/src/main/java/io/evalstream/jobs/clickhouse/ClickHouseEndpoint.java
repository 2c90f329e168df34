package io.evalstream.jobs.clickhouse;

import com.clickhouse.client.api.Client;

import java.io.Serializable;

/**
 * Where ClickHouse is and who we are there.
 *
 * @param url HTTP endpoint, {@code http://host:port}
 * @param password may be empty
 */
public record ClickHouseEndpoint(String url, String database, String user, String password)
        implements Serializable {

    /** Opens a client; the caller closes it. */
    public Client connect() {
        return connect(3);
    }

    /**
     * Opens a client; the caller closes it.
     *
     * @param retries how often it repeats a failed request by itself, without a pause
     */
    Client connect(int retries) {
        return new Client.Builder()
                .addEndpoint(url)
                .setUsername(user)
                .setPassword(password)
                .setDefaultDatabase(database)
                .compressServerResponse(false)
                .compressClientRequest(false)
                .setMaxRetries(retries)
                .build();
    }

    /** Without the password, so that it can be logged. */
    @Override
    public String toString() {
        return url + "/" + database + " as " + user;
    }
}
