package dev.mirliton.zk.examples.jobs;

import dev.mirliton.zk.ZkClient;

/** Goes through all jobs until each is done. Any number of them may work at the same time. */
final class Worker {
  private final ZkClient zk;
  private final JobRunner runner;

  Worker(ZkClient zk, JobRunner runner) {
    this.zk = zk;
    this.runner = runner;
  }

  /**
   * Returns when every job is done. Whatever it held when a connection was lost, it looks again.
   */
  void run() throws InterruptedException {
    for (String job : Persistence.of(zk, () -> Jobs.all(zk))) {
      Persistence.of(
          zk,
          () -> {
            runner.run(job);
            return job;
          });
    }
  }
}
