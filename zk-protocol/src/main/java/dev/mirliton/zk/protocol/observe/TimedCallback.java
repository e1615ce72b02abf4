package dev.mirliton.zk.protocol.observe;

import dev.mirliton.zk.spi.ListenerCall;

/** A callback on a {@link TimedQueue}. */
final class TimedCallback implements Runnable {
  private final TimedQueue queue;
  private final Runnable callback;

  TimedCallback(TimedQueue queue, Runnable callback) {
    this.queue = queue;
    this.callback = callback;
  }

  @Override
  public void run() {
    queue.begins(this);
    try {
      callback.run();
    } finally {
      queue.ended(this);
    }
  }

  /** Returns the class of whoever is called. */
  String listener() {
    Object who = callback instanceof ListenerCall call ? call.listener() : callback;
    String name = who.getClass().getName();
    int hidden = name.indexOf('/'); // of a lambda: what follows says nothing to anybody
    return hidden < 0 ? name : name.substring(0, hidden);
  }

  /** Returns what it is told. */
  String subject() {
    return callback instanceof ListenerCall call ? call.subject() : "a later stage";
  }

  @Override
  public String toString() {
    return callback.toString();
  }
}
