package io.evalstream.k8s.reconcile;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads how far a Job is from its status. */
final class JobStates {

    private JobStates() {}

    static boolean isSucceeded(Job job) {
        return condition(job, "Complete").isPresent();
    }

    static boolean isFailed(Job job) {
        return condition(job, "Failed").isPresent();
    }

    static String why(Job job) {
        return condition(job, "Failed")
                .map(failed -> failed.getReason() + ": " + failed.getMessage())
                .orElse("");
    }

    private static Optional<JobCondition> condition(Job job, String type) {
        if (job.getStatus() != null && job.getStatus().getConditions() != null) {
            for (JobCondition condition : job.getStatus().getConditions()) {
                if (type.equals(condition.getType()) && "True".equals(condition.getStatus())) {
                    return Optional.of(condition);
                }
            }
        }
        return Optional.empty();
    }

    /** Reads what Kubernetes writes as 1,3-5,7; nothing from an absent text. */
    static List<Integer> indexes(String text) {
        List<Integer> indexes = new ArrayList<>();
        if (text == null || text.isEmpty()) {
            return indexes;
        }
        for (String range : text.split(",", -1)) {
            int hyphen = range.indexOf('-');
            int first = Integer.parseInt(hyphen < 0 ? range : range.substring(0, hyphen));
            int last = hyphen < 0 ? first : Integer.parseInt(range.substring(hyphen + 1));
            for (int index = first; index <= last; index++) {
                indexes.add(index);
            }
        }
        return indexes;
    }
}
