package io.evalstream.k8s.registry;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests, and again after a while when the other side has trouble. */
final class Exchange {

    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int TOO_MANY = 429;
    private static final int SERVER_FAULT = 500;

    private final HttpClient client;
    private final Duration timeout;
    private final Pause pause;
    private final Clock clock;

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        void forDuration(Duration duration) throws InterruptedException;
    }

    /**
     * @param timeout from sending a request to the last byte of its answer
     */
    Exchange(Duration timeout, Pause pause, Clock clock) {
        this.client =
                HttpClient.newBuilder()
                        .connectTimeout(timeout)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
        this.timeout = timeout;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * The answer of whatever status, unless it is one that passes and did not.
     *
     * @param what is asked, for messages
     * @param most bytes of the answer
     */
    HttpResponse<byte[]> send(String what, HttpRequest request, int most)
            throws RegistryException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Duration wait;
            String fault;
            try {
                HttpResponse<byte[]> answer = once(request, most);
                int status = answer.statusCode();
                if (status != TOO_MANY && status < SERVER_FAULT) {
                    return answer;
                }
                fault = request.uri().getHost() + " answers " + status;
                wait = wait(answer, attempt);
            } catch (IOException e) {
                fault = request.uri().getHost() + " cannot be asked (" + reason(e) + ")";
                wait = backOff(attempt);
            }
            if (attempt == ATTEMPTS) {
                throw new RegistryException(
                        what + ": " + fault + " after " + ATTEMPTS + " attempts", true);
            }
            pause.forDuration(wait);
        }
    }

    private HttpResponse<byte[]> once(HttpRequest request, int most)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, head -> new LimitedBody(most));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private Duration wait(HttpResponse<?> answer, int attempt) {
        Duration asked =
                answer.headers()
                        .firstValue("Retry-After")
                        .map(this::retryAfter)
                        .orElse(backOff(attempt));
        return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
    }

    /** Seconds or a date (RFC 9110, 10.2.3); anything else is not waited for. */
    private Duration retryAfter(String value) {
        if (value.strip().matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value.strip()));
        }
        try {
            Instant date =
                    ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            Duration until = Duration.between(clock.instant(), date);
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeException e) {
            return FIRST_PAUSE;
        }
    }

    /** Doubles, less up to a half, so that several who failed together do not return together. */
    private static Duration backOff(int attempt) {
        long whole = FIRST_PAUSE.toMillis() << (attempt - 1);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(whole / 2, whole + 1));
    }

    private static String reason(IOException fault) {
        String message = fault.getMessage() == null ? "" : ": " + fault.getMessage();
        return fault.getClass().getSimpleName() + message.replaceAll("\\s+", " ");
    }
}
