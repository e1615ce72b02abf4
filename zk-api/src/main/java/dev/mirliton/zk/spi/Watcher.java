package dev.mirliton.zk.spi;

import dev.mirliton.zk.AsyncResult;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One who is to be told of a {@link Promise}: a thread that waits, or a listener. */
final class Watcher implements ListenerCall {
  final Object who; // Thread or Consumer
  private final AsyncResult<?> result;

  /** Who came before: a Thread, a Watcher or null. Written only to skip those that are gone. */
  volatile @Nullable Object next;

  volatile boolean gone;

  Watcher(Object who, @Nullable Object next, AsyncResult<?> result) {
    this.who = who;
    this.next = next;
    this.result = result;
  }

  /** Returns who came before {@code entry} of a stack. */
  static @Nullable Object below(Object entry) {
    return entry instanceof Watcher watcher ? watcher.next : null; // a lone Thread is the last
  }

  /** Whether {@code other} of the same stack is {@code entry}, or was taken out itself. */
  static boolean isGone(Object other, Object entry) {
    return other == entry || other instanceof Watcher watcher && watcher.gone;
  }

  /** Takes {@code entry}, and whoever else is gone, out of what lies below {@code top}. */
  static void skipGone(@Nullable Object top, Object entry) {
    Object at = top;
    while (at instanceof Watcher watcher) {
      Object below = watcher.next;
      while (below != null && isGone(below, entry)) {
        below = below(below);
      }
      if (below != watcher.next) {
        watcher.next = below;
      }
      at = below;
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public void run() {
    if (!gone) {
      ((Consumer<Object>) who).accept(result);
    }
  }

  @Override
  public Object listener() {
    return who;
  }

  @Override
  public String subject() {
    return result.toString();
  }

  @Override
  public String toString() {
    return "listener of " + result;
  }
}
