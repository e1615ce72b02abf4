package dev.mirliton.zk.examples.jobs;

import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.recipes.lock.Held;
import dev.mirliton.zk.recipes.lock.ZkLock;

/**
 * Runs jobs as {@link TwoPhaseJobs} does, but books one and marks it as done in one transaction,
 * which is refused once the claim is no longer its own.
 */
final class GuardedJobs implements JobRunner {
  private static final CreateOptions NUMBERED = CreateOptions.PERSISTENT.sequential();

  private final ZkClient zk;
  private final Work work;

  GuardedJobs(ZkClient zk, Work work) {
    this.zk = zk;
    this.work = work;
  }

  // snippet: guarded
  @Override
  public void run(String job) throws InterruptedException {
    try (Held claim = ZkLock.at(zk, job + "/claim").acquire()) {
      Node node = zk.get(job); // who had the claim before may have done it
      if (!Jobs.isDone(node)) {
        work.run(job);
        claim
            .guarded()
            .transact(
                Op.create(Jobs.ENTRY, Jobs.entry(job), NUMBERED),
                Op.set(job, Jobs.DONE, node.version()));
      }
    }
  }
  // end
}
