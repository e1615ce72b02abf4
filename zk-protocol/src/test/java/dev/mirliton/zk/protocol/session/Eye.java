package dev.mirliton.zk.protocol.session;

/** A watch of a test, which notes in the rig's record what it sees. */
final class Eye implements Watcher {
  private final SessionRig rig;
  private final WatchKind kind;
  private final String path;
  private boolean closed;

  Eye(SessionRig rig, WatchKind kind, String path) {
    this.rig = rig;
    this.kind = kind;
    this.path = path;
  }

  /** Returns how the rig's record calls it. */
  String name() {
    return kind + " " + path;
  }

  void close() {
    closed = true;
  }

  @Override
  public String serverPath() {
    return path;
  }

  @Override
  public WatchKind kind() {
    return kind;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void deliver(Object outcome) {
    rig.log(new SessionRig.Told(name(), outcome));
  }
}
