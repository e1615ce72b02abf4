package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.protocol.session.Delivery;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was found out in a step, kept in order until the batch of bytes is read to its end, so that
 * a thread that is woken does not run into the step that woke it. Two arrays that are used again
 * and again.
 */
final class Deliveries {
  private static final int KEPT = 4096;

  private @Nullable Delivery[] to = new @Nullable Delivery[64];
  private @Nullable Object[] outcomes = new @Nullable Object[64];
  private int size;
  private int told;

  void add(Delivery to, Object outcome) {
    if (size == this.to.length) {
      this.to = Arrays.copyOf(this.to, size * 2);
      outcomes = Arrays.copyOf(outcomes, size * 2);
    }
    this.to[size] = to;
    outcomes[size] = outcome;
    size++;
  }

  /**
   * Tells everybody, also those who are added meanwhile.
   *
   * @return whether there was anybody
   */
  boolean tellAll() {
    if (size == 0) {
      return false;
    }
    while (told < size) {
      Delivery next = to[told];
      Object outcome = outcomes[told];
      to[told] = null;
      outcomes[told] = null;
      told++;
      if (next != null && outcome != null) {
        next.deliver(outcome);
      }
    }
    told = 0;
    size = 0;
    if (to.length > KEPT) {
      to = new @Nullable Delivery[64];
      outcomes = new @Nullable Object[64];
    }
    return true;
  }
}
