package io.evalstream.jobs.teams;

import io.evalstream.jobs.retry.BackOff;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Posts to a workflow address. 2xx is accepted; 429 and 5xx are tried again, after the pause the
 * server asks for; other answers mean that the flow is off or the card is wrong, and are final.
 */
public final class HttpTeamsGateway implements TeamsGateway {

    private static final Logger LOG = LoggerFactory.getLogger(HttpTeamsGateway.class);
    private static final int ATTEMPTS = 5;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String SECRET = "(address)";
    private static final long FIRST_PAUSE_MS = 500;
    private static final long LONGEST_PAUSE_MS = 30_000;

    private final URI url;
    private final BackOff.Pause pause;
    private final HttpClient client;

    public HttpTeamsGateway(URI url) {
        this(url, Thread::sleep);
    }

    HttpTeamsGateway(URI url, BackOff.Pause pause) {
        this.url = url;
        this.pause = pause;
        this.client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    }

    /**
     * Reads the address of a workflow, as it stands in a file of secrets.
     *
     * @throws IllegalArgumentException when it is none; the message does not repeat it
     */
    public static URI parse(String address) {
        try {
            URI url = new URI(address.strip());
            if (url.getHost() != null && Set.of("http", "https").contains(url.getScheme())) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Not the cause of what is thrown: it quotes the address.
        }
        throw new IllegalArgumentException("teams.url must be an http(s) address");
    }

    @Override
    public void post(byte[] message) throws IOException {
        BackOff backOff = new BackOff(pause, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
        for (int attempt = 1; ; attempt++) {
            Optional<Refusal> refusal = postOnce(message);
            if (refusal.isEmpty()) {
                return;
            }
            Refusal reason = refusal.get();
            if (!reason.mayPass() || attempt == ATTEMPTS) {
                throw new IOException(
                        "Teams: the card was not accepted after "
                                + attempt
                                + " attempts: "
                                + reason.text());
            }
            LOG.warn("Teams: {}; attempt {} of {}", reason.text(), attempt, ATTEMPTS);
            backOff.await(reason.pauseMillis());
        }
    }

    private record Refusal(String text, boolean mayPass, long pauseMillis) {}

    private Optional<Refusal> postOnce(byte[] message) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(url)
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(message))
                        .build();
        HttpResponse<String> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while posting to Teams", e);
        } catch (IOException e) {
            // Its message may contain the address.
            return Optional.of(new Refusal(e.getClass().getSimpleName(), true, 0));
        }
        int status = response.statusCode();
        // Some gateways report throttling inside an accepted answer.
        boolean throttled = status == 429 || response.body().contains("HTTP error 429");
        if (status / 100 == 2 && !throttled) {
            return Optional.empty();
        }
        return Optional.of(
                new Refusal(
                        "HTTP " + status + " " + excerpt(response.body()),
                        throttled || status >= 500,
                        retryAfterMillis(response)));
    }

    private static long retryAfterMillis(HttpResponse<String> response) {
        String header = response.headers().firstValue("Retry-After").orElse("");
        return header.matches("\\d{1,6}") ? Long.parseLong(header) * 1000 : 0;
    }

    /** The beginning of an answer on one line, without the address if it is quoted. */
    private String excerpt(String body) {
        String text = body.replace(url.toString(), SECRET);
        for (String part : new String[] {url.getRawPath(), url.getRawQuery()}) {
            if (part != null && part.length() > 1) {
                text = text.replace(part, SECRET);
            }
        }
        text = text.strip().replaceAll("\\s+", " ");
        return text.length() <= 200 ? text : text.substring(0, 200);
    }
}
