package dev.mirliton.zk.testing.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a log durable, which takes time: one write at a time, and each for all who wait by then, so
 * that whatever was appended before is durable when they are told.
 */
final class LogWriter {

  private final ModelWorld world;
  private final PeerDisk<?> disk;
  private final Duration longest;
  private List<Runnable> waiting = new ArrayList<>();
  private boolean writing;
  private boolean closed;

  LogWriter(ModelWorld world, PeerDisk<?> disk, Duration longest) {
    this.world = world;
    this.disk = disk;
    this.longest = longest;
  }

  /** Calls {@code then} once what the log holds now is durable; later, never during the call. */
  void sync(Runnable then) {
    waiting.add(then);
    if (!writing) {
      write();
    }
  }

  void close() {
    closed = true;
  }

  private void write() {
    writing = true;
    long nanos = world.random().nextLong(longest.toNanos() + 1);
    world.schedule(Duration.ofNanos(nanos), "log sync", this::written);
  }

  private void written() {
    if (closed) {
      return;
    }
    disk.sync();
    var told = waiting;
    waiting = new ArrayList<>();
    writing = false;
    told.forEach(Runnable::run);
  }
}
