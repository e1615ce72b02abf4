package dev.mirliton.zk.handler.loom;

import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Promise;
import java.util.function.Consumer;

/** A task on a virtual thread of its own, and the result that tells of its end. */
final class LoomTask extends Promise<Void> {
  private final String name;
  private final Thread thread;

  /** Creates a task that its maker must {@link #start}; tells {@code ended} at its end. */
  LoomTask(
      VirtualThreads threads,
      String name,
      Runnable task,
      CallbackQueue queue,
      Consumer<Object> ended) {
    super(queue);
    this.name = name;
    thread = threads.unstarted(name, () -> run(task, ended));
  }

  void start() {
    thread.start();
  }

  /** Asks the task to end. */
  void interrupt() {
    thread.interrupt();
  }

  @SuppressWarnings("NullAway") // a Promise<Void> has the value null
  private void run(Runnable task, Consumer<Object> ended) {
    try {
      task.run();
      complete(null);
    } catch (Throwable failure) {
      fail(failure);
    } finally {
      ended.accept(this);
    }
  }

  @Override
  protected void cancelled() {
    interrupt();
  }

  @Override
  public String toString() {
    return "task " + name;
  }
}
