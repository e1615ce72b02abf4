package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Registration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;

/**
 * The world as it is: the system's clock, a selector, and one thread on which the model runs.
 * Everything but {@link #submit} is for that thread alone.
 */
final class EventLoop implements ModelWorld, Runnable {
  /** What to do when a channel is ready; attached to its key. */
  @FunctionalInterface
  interface Ready {
    void onReady(SelectionKey key) throws IOException;
  }

  private final Selector selector;
  private final Queue<Runnable> submitted = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
  private final RandomGenerator random = RandomGenerator.getDefault();
  private long sequence;
  private long lastMillis;
  private boolean over;

  private record Alarm(long atNs, long order, Runnable task) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm that) {
      int byTime = Long.compare(atNs - that.atNs, 0);
      return byTime != 0 ? byTime : Long.compare(order, that.order);
    }
  }

  EventLoop() throws IOException {
    selector = Selector.open();
  }

  /** Runs {@code task} soon on the loop's thread. From any thread. */
  void submit(Runnable task) {
    submitted.add(task);
    selector.wakeup();
  }

  /** Makes {@link #run} return, after closing every channel. */
  void end() {
    over = true;
  }

  SelectionKey register(SelectableChannel channel, int interest, Ready ready) throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, interest, ready);
  }

  @Override
  public void run() {
    try {
      while (!over) {
        selector.select(waitMs());
        for (Runnable task = submitted.poll(); task != null; task = submitted.poll()) {
          task.run();
        }
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.isValid()) {
            ((Ready) key.attachment()).onReady(key);
          }
        }
        selector.selectedKeys().clear();
        ring();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private long waitMs() {
    if (!submitted.isEmpty()) {
      return 1;
    }
    Alarm next = alarms.peek();
    return next == null ? 0 : Math.max(1, (next.atNs - System.nanoTime()) / 1_000_000 + 1);
  }

  private void ring() {
    long now = System.nanoTime();
    while (!alarms.isEmpty() && alarms.element().atNs - now <= 0) {
      alarms.remove().task.run();
    }
  }

  @Override
  public long nowMillis() {
    lastMillis = Math.max(lastMillis, System.currentTimeMillis());
    return lastMillis;
  }

  @Override
  public Registration schedule(Duration delay, String what, Runnable task) {
    Alarm alarm = new Alarm(System.nanoTime() + delay.toNanos(), sequence++, task);
    alarms.add(alarm);
    return () -> alarms.remove(alarm);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }
}
