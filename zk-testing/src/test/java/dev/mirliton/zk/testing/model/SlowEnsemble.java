package dev.mirliton.zk.testing.model;

import java.util.ArrayDeque;
import java.util.Deque;

/** Two servers, the first of which leads, whose agreement waits for the test. */
final class SlowEnsemble {
  static final ModelOptions OPTIONS = ModelOptions.DEFAULT;

  final ManualWorld world = new ManualWorld();
  final ServerCore leader;
  final ServerCore follower;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final Leadership leadership =
      new Leadership(
          1,
          world,
          OPTIONS,
          Reconfiguration.NONE,
          new DataTree(),
          submission -> propose(submission));
  private long zxid;

  SlowEnsemble() {
    this(OPTIONS);
  }

  /** Creates one whose servers, rather than how they agree, are as {@code options} say. */
  SlowEnsemble(ModelOptions options) {
    leader = new ServerCore(1, world, options, new Way(1), new DataTree());
    follower = new ServerCore(2, world, options, new Way(2), new DataTree());
    leader.serve(ServerMode.LEADER);
    follower.serve(ServerMode.FOLLOWER);
  }

  private void propose(Submission submission) {
    Txn txn = leadership.prepare(++zxid, submission);
    waiting.add(
        () -> {
          leader.committed(txn);
          follower.committed(txn);
        });
  }

  /** Lets the leader and the others agree on all that was proposed. */
  void agree() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  /** A client of one of the servers, with a session. */
  ModelClient clientOf(ServerCore server) {
    ModelClient client = new ModelClient(server);
    client.connect(0, new byte[16], 10_000);
    agree();
    return client;
  }

  private final class Way implements Proposals {
    private final int from;

    Way(int from) {
      this.from = from;
    }

    private ServerCore core() {
      return from == 1 ? leader : follower;
    }

    @Override
    public void submit(Submission submission) {
      propose(submission);
    }

    @Override
    public void sync(long ticket) {
      waiting.add(() -> core().synced(ticket));
    }

    @Override
    public void revalidate(long ticket, long sessionId, int timeoutMs) {
      boolean lives = leadership.revalidate(from, sessionId, timeoutMs);
      waiting.add(() -> core().revalidated(ticket, lives));
    }

    @Override
    public void touch(long sessionId, int timeoutMs) {
      leadership.touch(sessionId, timeoutMs);
    }
  }
}
