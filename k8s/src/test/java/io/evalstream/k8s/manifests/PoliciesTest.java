package io.evalstream.k8s.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every rule finds what breaks it, and nothing in what keeps it. */
class PoliciesTest {

    private static final String GOOD =
            """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: a
              labels:
                pod-security.kubernetes.io/enforce: restricted
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata:
              name: worker
            automountServiceAccountToken: false
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
              name: other
            rules:
              - apiGroups: [""]
                resources: [configmaps]
                verbs: [get]
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: nothing
            spec:
              podSelector: {}
              policyTypes: [Ingress, Egress]
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: something
            spec:
              podSelector: {}
              policyTypes: [Egress]
              egress:
                - to:
                    - ipBlock:
                        cidr: 0.0.0.0/0
                        except: [169.254.0.0/16]
                  ports:
                    - port: 443
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: settings
            data:
              color: blue
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: web
            spec:
              selector:
                app: web
              ports:
                - name: http
                  port: 80
                  targetPort: http
            ---
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata:
              name: web
            spec:
              minAvailable: 1
              selector:
                matchLabels:
                  app: web
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              replicas: 2
              template:
                metadata:
                  labels:
                    app: web
                spec:
                  serviceAccountName: worker
                  automountServiceAccountToken: false
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: 1000
                    seccompProfile:
                      type: RuntimeDefault
                  containers:
                    - name: web
                      image: registry.invalid/web@sha256:DIGEST
                      env:
                        - name: COLOR
                          valueFrom:
                            configMapKeyRef:
                              name: settings
                              key: color
                        - name: PASSWORD
                          valueFrom:
                            secretKeyRef:
                              name: secret
                              key: password
                      ports:
                        - name: http
                          containerPort: 8080
                      readinessProbe:
                        httpGet:
                          port: http
                      resources:
                        requests: {cpu: 1, memory: 1Gi}
                        limits: {cpu: 2, memory: 1Gi}
                      securityContext:
                        allowPrivilegeEscalation: false
                        capabilities:
                          drop: [ALL]
                      volumeMounts:
                        - name: scratch
                          mountPath: /tmp
                  volumes:
                    - name: scratch
                      emptyDir:
                        sizeLimit: 1Gi
            """
                    .replace("DIGEST", "0".repeat(64));

    private static final Map<String, Policy> POLICIES =
            Map.ofEntries(
                    Map.entry("restricted", PodPolicies.restricted()),
                    Map.entry("resources", PodPolicies.resources()),
                    Map.entry("pinned", PodPolicies.pinnedImages()),
                    Map.entry("digest", PodPolicies.imagesByDigest()),
                    Map.entry("ports", PodPolicies.namedPorts()),
                    Map.entry("rights", AccessPolicies.leastPrivilege()),
                    Map.entry("accounts", AccessPolicies.serviceAccounts()),
                    Map.entry("network", AccessPolicies.networkIsolation()),
                    Map.entry("namespaces", AccessPolicies.restrictedNamespaces()),
                    Map.entry("disruption", AccessPolicies.disruptionBudgets()),
                    Map.entry("references", new References(Map.of("secret", Set.of("password")))));

    @Test
    void nothingIsFoundInWhatKeepsThem() throws IOException {
        for (Map.Entry<String, Policy> policy : POLICIES.entrySet()) {
            assertThat(policy.getValue().violations(Manifest.parse(GOOD, "good")))
                    .as(policy.getKey())
                    .isEmpty();
        }
    }

    /** A rule, what is replaced in the good manifests, by what, and what the rule says then. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "restricted | runAsNonRoot: true | runAsNonRoot: false | runAsNonRoot",
                "restricted | runAsUser: 1000 | runAsUser: 0 | runAsUser",
                "restricted | RuntimeDefault | Unconfined | seccompProfile",
                "restricted | allowPrivilegeEscalation: false | privileged: true | privileged",
                "restricted | allowPrivilegeEscalation: false | readOnlyRootFilesystem: true | allowPrivilegeEscalation",
                "restricted | drop: [ALL] | drop: [NET_RAW] | not dropped",
                "restricted | serviceAccountName: worker | hostNetwork: true | hostNetwork",
                "restricted | containerPort: 8080 | hostPort: 8080 | hostPort",
                "restricted | drop: [ALL] | add: [SYS_ADMIN] | capabilities are added",
                "restricted | emptyDir: | hostPath: | hostPath",
                "resources | `limits: {cpu: 2, memory: 1Gi}` | `limits: {cpu: 2}` | no limits of memory",
                "resources | `requests: {cpu: 1, memory: 1Gi}` | `requests: {}` | no requests of cpu",
                "resources | sizeLimit: 1Gi | medium: Memory | no sizeLimit",
                "pinned | registry.invalid/web@sha256 | web:latest # | web:latest",
                "pinned | registry.invalid/web@sha256 | registry.invalid/web # | registry.invalid/web",
                "pinned | registry.invalid/web@sha256 | registry.invalid/web:latest # | latest",
                "digest | registry.invalid/web@sha256 | registry.invalid/web:1.0 # | web:1.0",
                "ports | - name: http | - protocol: TCP | unnamed",
                "ports | targetPort: http | targetPort: 8080 | no pod has the port",
                "ports | port: http | port: metrics | metrics",
                "rights | kind: Role | kind: ClusterRole | all namespaces",
                "rights | verbs: [get] | verbs: ['*'] | star among verbs",
                "rights | resources: [configmaps] | resources: ['*'] | star among resources",
                "rights | resources: [configmaps] | resources: [secrets] | Secrets that are not named",
                "rights | resources: [configmaps] | `resources: [pods/exec]` | pods/exec",
                "rights | verbs: [get] | verbs: [escalate] | escalate",
                "accounts | serviceAccountName: worker | serviceAccountName: nobody | no account nobody",
                "accounts | serviceAccountName: worker | enableServiceLinks: false | no account default",
                "accounts | automountServiceAccountToken: false | automountServiceAccountToken: true | token",
                "network | `policyTypes: [Ingress, Egress]` | `policyTypes: [Ingress]` | denies everything",
                "network | except: [169.254.0.0/16] | except: [] | metadata",
                "network | - port: 443 | [] | all ports",
                "namespaces | enforce: restricted | enforce: baseline | restricted",
                "namespaces | kind: Namespace | kind: Nothing | no Namespace",
                "disruption | kind: PodDisruptionBudget | kind: Nothing | no PodDisruptionBudget",
                "disruption | replicas: 2 | replicas: 1 | never be moved",
                "references | key: color | key: colour | has no colour",
                "references | key: password | key: pass | has no pass",
                "references | name: secret | name: secrets | no Secret secrets",
                "references | name: scratch | name: scratched | scratch",
                "references | emptyDir: | persistentVolumeClaim: | no claim",
                "references | serviceAccountName: worker | priorityClassName: high | no PriorityClass high",
            })
    void whatBreaksOneIsFound(String policy, String good, String bad, String said)
            throws IOException {
        String broken = GOOD.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad));
        assertThat(broken).isNotEqualTo(GOOD);
        List<String> violations = POLICIES.get(policy).violations(Manifest.parse(broken, "broken"));
        assertThat(violations).isNotEmpty();

        assertThat(String.join("\n", violations)).contains(said);
    }

    @Test
    void readingAllSecretsIsFound() throws IOException {
        String broken =
                GOOD.replace(
                        "resources: [configmaps]\n    verbs: [get]",
                        "resources: [secrets]\n    resourceNames: [one]\n    verbs: [list]");
        assertThat(POLICIES.get("rights").violations(Manifest.parse(broken, "broken")))
                .anyMatch(violation -> violation.contains("list of Secrets"));
    }

    @Test
    void anAccountThatMountsATokenItHasNoUseForIsFound() throws IOException {
        String broken =
                GOOD.replaceFirst(
                        "automountServiceAccountToken: false",
                        "automountServiceAccountToken: true");
        assertThat(POLICIES.get("accounts").violations(Manifest.parse(broken, "broken")))
                .isNotEmpty();
    }
}
