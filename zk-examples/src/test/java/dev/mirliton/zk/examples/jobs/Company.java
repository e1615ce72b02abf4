package dev.mirliton.zk.examples.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.Registration;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;

/** The scenario: three workers on machines of their own, two jobs. */
final class Company {
  private Company() {}

  // snippet: scenario
  static void works(Simulation simulation, BiFunction<ZkClient, Work, JobRunner> runner)
      throws Exception {
    try (ZkClient zk = ZkClient.start(ZkOptions.to(simulation.hosts()).build())) {
      for (String job : List.of("job-1", "job-2")) {
        Persistence.of(
            zk,
            () -> {
              Jobs.post(zk, job);
              return job;
            });
      }
      for (String name : List.of("ann", "bob", "cat")) {
        simulation.start(
            name,
            () -> {
              try (ZkClient own = client(simulation)) {
                new Worker(own, runner.apply(own, job -> work(simulation, name, job))).run();
              }
            });
      }

      simulation.awaitQuiet();

      assertEquals(
          List.of("/jobs/job-1", "/jobs/job-2"), Persistence.of(zk, () -> Jobs.booked(zk)));
    }
  }

  private static ZkClient client(Simulation simulation) {
    ZkOptions options =
        ZkOptions.to(simulation.hosts()).sessionTimeout(Duration.ofSeconds(4)).build();
    return simulation.show(ZkClient.start(options));
  }

  private static void work(Simulation simulation, String name, String job)
      throws InterruptedException {
    Registration bar = simulation.span(name + " works on " + job);
    simulation.pause(Duration.ofSeconds(3));
    bar.close();
  }
  // end
}
