package io.evalstream.k8s.webhook;

import io.evalstream.k8s.http.Answer;
import io.evalstream.k8s.http.Handling;
import io.evalstream.k8s.http.Request;
import io.evalstream.k8s.metrics.ControllerMetrics;
import io.evalstream.k8s.registry.ImageName;
import io.evalstream.k8s.trigger.Claim;
import io.evalstream.k8s.trigger.Release;
import io.evalstream.k8s.trigger.ReleaseRules;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Decides what becomes of a request to the webhook; none that is not signed goes any further. */
public final class WebhookHandler implements Handling {

    /** Most bytes of a body; GitHub sends some 20 KiB for an image. */
    public static final int LARGEST_BODY = 1 << 20;

    /** What tells of the pushes that come in here. */
    public static final String SOURCE = "webhook";

    private static final Logger LOG = LoggerFactory.getLogger(WebhookHandler.class);

    private static final String PING_EVENT = "ping";
    private static final Set<String> PACKAGE_EVENTS = Set.of("package", "registry_package");
    private static final Set<String> ACTIONS = Set.of("published", "updated");
    private static final Pattern DELIVERY = Pattern.compile("[A-Za-z0-9-]{1,64}");

    /** Tags that may be said instead of one that was pushed with them. */
    private static final Pattern STAND_IN =
            Pattern.compile("latest|sha256[:-][0-9a-f]{7,64}|sha-?[0-9a-f]{7,64}|[0-9a-f]{7,64}");

    private final Supplier<WebhookSecrets> secrets;
    private final Supplier<ReleaseRules> rules;
    private final DeliveryMemory memory;
    private final Predicate<Claim> intake;
    private final ControllerMetrics metrics;

    /**
     * @param intake takes what may be a release, at once; false when it cannot
     */
    public WebhookHandler(
            Supplier<WebhookSecrets> secrets,
            Supplier<ReleaseRules> rules,
            DeliveryMemory memory,
            Predicate<Claim> intake,
            ControllerMetrics metrics) {
        this.secrets = secrets;
        this.rules = rules;
        this.memory = memory;
        this.intake = intake;
        this.metrics = metrics;
    }

    @Override
    public Answer answer(Request request) throws IOException {
        long begin = System.nanoTime();
        String label = "aborted";
        try {
            Decision decision = decide(request);
            label = decision.reason().label();
            LOG.info(
                    "webhook: {}{}",
                    label,
                    decision.about().isEmpty() ? "" : " " + decision.about());
            return answer(decision);
        } finally {
            metrics.delivered(label, (System.nanoTime() - begin) / 1e9);
        }
    }

    /**
     * What becomes of it.
     *
     * @param about image and tag, once they are known to be no nonsense
     */
    private record Decision(Reason reason, String about) {
        Decision(Reason reason) {
            this(reason, "");
        }
    }

    private Decision decide(Request request) throws IOException {
        if (!request.method().equals("POST")) {
            return new Decision(Reason.BAD_METHOD);
        }
        if (!isJson(request.header("Content-Type").orElse(""))) {
            return new Decision(Reason.BAD_TYPE);
        }
        WebhookSecrets present = secrets.get();
        if (present.isEmpty()) {
            return new Decision(Reason.NO_SECRET);
        }
        Optional<String> signature = request.header("X-Hub-Signature-256");
        if (signature.isEmpty()) {
            return new Decision(Reason.UNSIGNED);
        }
        if (request.announcesMoreThan(LARGEST_BODY)) {
            return new Decision(Reason.TOO_LARGE);
        }
        Optional<byte[]> body = request.body(LARGEST_BODY);
        if (body.isEmpty()) {
            return new Decision(Reason.TOO_LARGE);
        }
        if (!present.haveSigned(body.get(), signature.get())) {
            return new Decision(Reason.FORGED);
        }
        String event = request.header("X-GitHub-Event").orElse("");
        String delivery = request.header("X-GitHub-Delivery").orElse("");
        if (event.isEmpty() || !DELIVERY.matcher(delivery).matches()) {
            return new Decision(Reason.MALFORMED);
        }
        return decide(event, delivery, body.get());
    }

    private Decision decide(String event, String delivery, byte[] body) {
        if (event.equals(PING_EVENT)) {
            return new Decision(Reason.PING);
        }
        if (!PACKAGE_EVENTS.contains(event)) {
            return new Decision(Reason.OTHER_EVENT);
        }
        Optional<PackageEvent> parsed = PackageEvent.parse(event, body);
        if (parsed.isEmpty()) {
            return new Decision(Reason.MALFORMED);
        }
        PackageEvent push = parsed.get();
        if (!ACTIONS.contains(push.action())) {
            return new Decision(Reason.OTHER_ACTION);
        }
        if (!push.isContainer()) {
            return new Decision(Reason.NO_CONTAINER);
        }
        if (push.tag().isEmpty()) {
            return new Decision(Reason.UNTAGGED);
        }
        if (push.image().isEmpty()) {
            return new Decision(Reason.MALFORMED);
        }
        return decide(push.image().get(), push, delivery);
    }

    private Decision decide(ImageName image, PackageEvent push, String delivery) {
        ReleaseRules present = rules.get();
        if (!present.coverImage(image)) {
            return new Decision(Reason.OTHER_IMAGE, image.toString());
        }
        boolean isRelease =
                Release.TAG.matcher(push.tag()).matches()
                        && present.ruleFor(image, push.tag()).isPresent();
        boolean isStandIn = STAND_IN.matcher(push.tag()).matches() && !push.digest().isEmpty();
        if (!isRelease && !isStandIn) {
            return new Decision(Reason.OTHER_TAG, image.toString());
        }
        Claim claim = new Claim(image, push.tag(), push.digest(), SOURCE, delivery);
        if (!memory.add(delivery)) {
            return new Decision(Reason.REPEATED, claim.toString());
        }
        if (!intake.test(claim)) {
            memory.forget(delivery);
            return new Decision(Reason.FULL, claim.toString());
        }
        return new Decision(Reason.ACCEPTED, claim.toString());
    }

    private static Answer answer(Decision decision) {
        Reason reason = decision.reason();
        Map<String, String> members = new LinkedHashMap<>();
        members.put(
                "status",
                reason.status() == 200
                        ? "ignored"
                        : reason.status() == 202 ? "accepted" : "refused");
        members.put("reason", reason.label());
        members.put("message", reason.text());
        Answer answer = Answer.json(reason.status(), members);
        if (reason == Reason.BAD_METHOD) {
            return answer.with("Allow", "POST");
        }
        return reason.status() == 503 ? answer.with("Retry-After", "60") : answer;
    }

    private static boolean isJson(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }
}
