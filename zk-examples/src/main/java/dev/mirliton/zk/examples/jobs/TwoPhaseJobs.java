package dev.mirliton.zk.examples.jobs;

import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.NodeExistsException;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.Watched;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import java.time.Duration;
import java.util.Optional;

/**
 * Runs jobs in two phases: first it claims one, by an ephemeral znode, so that no other worker
 * takes it, and a worker that dies leaves no claim behind; then it does the work and books it.
 *
 * <p>It looks right, and is not: a job can be booked twice.
 */
final class TwoPhaseJobs implements JobRunner {
  private static final CreateOptions NUMBERED = CreateOptions.PERSISTENT.sequential();
  private static final Duration A_WHILE = Duration.ofSeconds(1);

  private final ZkClient zk;
  private final Work work;

  TwoPhaseJobs(ZkClient zk, Work work) {
    this.zk = zk;
    this.work = work;
  }

  // snippet: two-phases
  @Override
  public void run(String job) throws InterruptedException {
    while (!isDone(job)) {
      if (claim(job) && !isDone(job)) { // who had the claim before may have done it
        work.run(job);
        zk.create(Jobs.ENTRY, Jobs.entry(job), NUMBERED);
        zk.set(job, Jobs.DONE);
      }
    }
  }

  /** Returns whether the claim is ours, after a while if it is not. */
  private boolean claim(String job) throws InterruptedException {
    try {
      zk.create(job + "/claim", new byte[0], CreateOptions.EPHEMERAL);
      return true;
    } catch (NodeExistsException taken) {
      try (Watched<Optional<Stat>> claim = zk.existsAndWatch(job + "/claim")) {
        if (claim.value().filter(this::isOurs).isPresent()) {
          return true; // from an attempt whose answer was lost
        }
        claim.watch().next(A_WHILE);
        return false;
      }
    }
  }

  // end

  private boolean isOurs(Stat claim) {
    ZkSession session = zk.session();
    return session != null && claim.ephemeralOwner() == session.id();
  }

  private boolean isDone(String job) throws InterruptedException {
    return Jobs.isDone(zk.get(job));
  }
}
