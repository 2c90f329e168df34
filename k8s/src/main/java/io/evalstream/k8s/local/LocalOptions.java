package io.evalstream.k8s.local;

import io.evalstream.k8s.reconcile.Notifier;
import io.evalstream.k8s.reconcile.RunTopics;
import io.evalstream.k8s.resources.RunEnvironment;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How the controller of one machine is set up.
 *
 * @param webhookAddress port 0 is any free one
 * @param directory of runs and of their processes; survives a restart
 * @param rules file that says which pushes are releases and what their runs do
 * @param webhookSecrets file with a secret per line
 * @param endpoint of the model under test, for runs that name none
 * @param services of this machine
 * @param links addresses by name, with {run_id} in them
 */
public record LocalOptions(
        InetSocketAddress webhookAddress,
        Path directory,
        Path rules,
        Path webhookSecrets,
        String endpoint,
        RunEnvironment.Services services,
        RunTopics.Source topics,
        Notifier notifier,
        Programs programs,
        Map<String, String> links) {

    public LocalOptions {
        links = Map.copyOf(links);
    }

    /**
     * What is started for the images of pods.
     *
     * @param runner command of the runner, before its arguments
     * @param evalstream command of this program, before its arguments
     * @param datasetJob command of the job that removes duplicates, before its arguments
     * @param home where they are started
     * @param secretOptions folder with a file for each option of that job that is a secret
     * @param variables that every process gets
     */
    public record Programs(
            List<String> runner,
            List<String> evalstream,
            List<String> datasetJob,
            Path home,
            Path secretOptions,
            Map<String, String> variables) {

        public Programs {
            runner = List.copyOf(runner);
            evalstream = List.copyOf(evalstream);
            datasetJob = List.copyOf(datasetJob);
            variables = Map.copyOf(variables);
        }
    }
}
