package dev.mirliton.zk.testing.model;

/** An ensemble of one: what it proposes is agreed on at once. Knows no socket. */
final class LoneServer implements Proposals {
  private static final int ID = 0;

  private final ServerCore core;
  private final Leadership leadership;
  private long zxid;

  /**
   * Begins to serve.
   *
   * @param tree what it knows already; it belongs to the server until {@link #stop}
   */
  LoneServer(ModelWorld world, ModelOptions options, DataTree tree) {
    this.zxid = tree.lastZxid();
    this.core = new ServerCore(ID, world, options, this, tree);
    this.leadership = new Leadership(ID, world, options, Reconfiguration.NONE, tree, this::submit);
    core.serve(ServerMode.STANDALONE);
  }

  /** Returns what clients are connected to. */
  ServerCore core() {
    return core;
  }

  /** Ends all connections. What was agreed on is in the tree. */
  void stop() {
    leadership.end();
    core.serve(ServerMode.LOOKING);
  }

  @Override
  public void submit(Submission submission) {
    zxid++;
    core.committed(leadership.prepare(zxid, submission));
  }

  @Override
  public void sync(long ticket) {
    core.synced(ticket);
  }

  @Override
  public void revalidate(long ticket, long sessionId, int timeoutMs) {
    core.revalidated(ticket, leadership.revalidate(ID, sessionId, timeoutMs));
  }

  @Override
  public void touch(long sessionId, int timeoutMs) {
    leadership.touch(sessionId, timeoutMs);
  }
}
