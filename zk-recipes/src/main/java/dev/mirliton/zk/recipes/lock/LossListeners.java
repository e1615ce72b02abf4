package dev.mirliton.zk.recipes.lock;

import dev.mirliton.zk.Registration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to know of a loss. Each is told once at most. Thread-safe. */
final class LossListeners {
  private static final Logger LOG = LoggerFactory.getLogger(LossListeners.class);

  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

  /** One who wants to know. */
  final class Listener implements Runnable, Registration {
    private final Runnable action;
    private final AtomicBoolean over = new AtomicBoolean(); // told, or taken back

    private Listener(Runnable action) {
      this.action = action;
    }

    @Override
    public void run() {
      listeners.remove(this);
      if (over.compareAndSet(false, true)) {
        action.run();
      }
    }

    @Override
    public void close() {
      listeners.remove(this);
      over.set(true);
    }
  }

  Listener add(Runnable action) {
    Listener listener = new Listener(action);
    listeners.add(listener);
    return listener;
  }

  /** Tells everybody. One that throws is reported, and the next one is told. */
  void tell(Executor queue) {
    listeners.forEach(listener -> tell(listener, queue));
  }

  /** Tells one of them. */
  void tell(Listener listener, Executor queue) {
    queue.execute(() -> report(listener));
  }

  private static void report(Listener listener) {
    try {
      listener.run();
    } catch (RuntimeException failure) {
      LOG.error("a listener to the loss of a lock threw", failure);
    }
  }

  /** Forgets everybody. */
  void clear() {
    listeners.forEach(Listener::close);
  }
}
