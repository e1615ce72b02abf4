package dev.mirliton.zk.examples.jobs;

/** Gets jobs done, together with the runners of other workers. */
@FunctionalInterface
interface JobRunner {

  /**
   * Returns when a job is done, by this worker or by another.
   *
   * @param job path of the job's znode
   */
  void run(String job) throws InterruptedException;
}
