package dev.mirliton.zk.examples.jobs;

/** What there is to do for a job. It takes its time, and doing it twice is a waste, no more. */
@FunctionalInterface
interface Work {
  void run(String job) throws InterruptedException;
}
