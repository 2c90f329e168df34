package io.evalstream.k8s.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;

import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** An API server that remembers what was created, and fails one call when it is asked to. */
final class RecordedApi extends KubernetesCrudDispatcher {

    /** User agent of clients whose rights are recorded. */
    static final String CONTROLLER = "controller";

    private final List<String> created = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private final Set<UsedRight> rights = new TreeSet<>();
    private boolean isCounting;
    private int calls;
    private int failing = -1;
    private boolean isEffective;

    /** Counts calls from now on, or no longer. */
    synchronized void count(boolean on) {
        isCounting = on;
    }

    /**
     * Lets the n-th counted call fail, once.
     *
     * @param effective whether it takes effect nevertheless
     */
    synchronized void fail(int call, boolean effective) {
        failing = call;
        isEffective = effective;
    }

    /** Forgets all objects and calls. */
    synchronized void clear() {
        getMap().clear();
        created.clear();
        bodies.clear();
        calls = 0;
        failing = -1;
    }

    synchronized int calls() {
        return calls;
    }

    /** Path and name of every object that was created, in order. */
    synchronized List<String> created() {
        return List.copyOf(created);
    }

    /** Those objects as JSON, in the same order. */
    synchronized List<String> bodies() {
        return List.copyOf(bodies);
    }

    /** The rights that {@link #CONTROLLER} has made use of. */
    synchronized Set<UsedRight> rights() {
        return new TreeSet<>(rights);
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        boolean isFailing;
        synchronized (this) {
            isFailing = isCounting && calls++ == failing;
            if (CONTROLLER.equals(request.getHeader("User-Agent"))) {
                UsedRight.of(request.getMethod(), request.getPath()).ifPresent(rights::add);
            }
        }
        if (isFailing && !isEffective) {
            return error();
        }
        MockResponse response = super.dispatch(request);
        if (request.getMethod().equals("POST")
                && response.code() == HttpURLConnection.HTTP_CREATED) {
            String body = new String(response.getBody().getBytes(), UTF_8);
            record(request.getPath(), body);
            if (body.contains("\"blockOwnerDeletion\":true")) {
                own();
            }
        }
        return isFailing ? error() : response;
    }

    /** Where the API server enforces who may set owner references. */
    private synchronized void own() {
        rights.add(new UsedRight("evalstream.io", "evalruns/finalizers", "update"));
    }

    private synchronized void record(String path, String body) {
        if (isCounting) {
            HasMetadata object = Serialization.unmarshal(body);
            created.add(path + "/" + object.getMetadata().getName());
            bodies.add(body);
        }
    }

    private static MockResponse error() {
        return new MockResponse().setResponseCode(500).setBody("{}");
    }
}
