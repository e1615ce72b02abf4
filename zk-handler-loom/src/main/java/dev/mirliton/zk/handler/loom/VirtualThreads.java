package dev.mirliton.zk.handler.loom;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;

/** The virtual threads of one handler: named, and known while they live. */
final class VirtualThreads {
  private final String prefix;
  private final Set<Thread> live = ConcurrentHashMap.newKeySet();
  private volatile boolean sealed;

  VirtualThreads(String prefix) {
    this.prefix = prefix;
  }

  /**
   * Starts a thread for {@code task}.
   *
   * @throws RejectedExecutionException after {@link #seal}
   */
  void start(String role, Runnable task) {
    unstarted(role, task).start();
  }

  /** Creates a thread that counts as living, so its maker must start it. */
  Thread unstarted(String role, Runnable task) {
    if (sealed) {
      throw new RejectedExecutionException(prefix + " is closed");
    }
    Thread thread = factory(role).newThread(task);
    live.add(thread);
    return thread;
  }

  /** Returns a factory of threads that need not be started. */
  ThreadFactory factory(String role) {
    return task -> Thread.ofVirtual().name(prefix + "-" + role).unstarted(() -> run(task));
  }

  private void run(Runnable task) {
    live.add(Thread.currentThread());
    try {
      task.run();
    } finally {
      live.remove(Thread.currentThread());
    }
  }

  /** Whether the calling thread is one of these. */
  boolean isCurrent() {
    return live.contains(Thread.currentThread());
  }

  /** Returns those that live or are about to. */
  List<Thread> live() {
    return List.copyOf(live);
  }

  /** Refuses to start any more. */
  void seal() {
    sealed = true;
  }
}
