package dev.mirliton.zk.it;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What faults did to requests and watches, counted over the tests of a class on one handler. The
 * two that must stay 0 are asserted where they are counted; the others show that there was
 * something to count. Thread-safe.
 */
final class FaultFigures {
  private static final Map<String, FaultFigures> BY_HANDLER = new ConcurrentSkipListMap<>();

  final LongAdder happened = new LongAdder();
  final LongAdder notSent = new LongAdder();
  final LongAdder unknown = new LongAdder();
  final LongAdder wronglyReported = new LongAdder();
  final LongAdder watchesTold = new LongAdder();
  final LongAdder watchesLost = new LongAdder();

  private FaultFigures() {}

  static FaultFigures of(String handler) {
    return BY_HANDLER.computeIfAbsent(handler, name -> new FaultFigures());
  }

  @Override
  public String toString() {
    return "writes: %d happened, %d not sent, %d unknown, %d wrongly reported; watches: %d told, %d lost"
        .formatted(
            happened.sum(),
            notSent.sum(),
            unknown.sum(),
            wronglyReported.sum(),
            watchesTold.sum(),
            watchesLost.sum());
  }

  /** Prints the figures of a class when it has run on a handler, and forgets them. */
  static final class Printing implements AfterAllCallback {
    @Override
    public void afterAll(ExtensionContext context) {
      BY_HANDLER.forEach(
          (handler, figures) ->
              System.out.println(
                  context.getRequiredTestClass().getSimpleName()
                      + " on "
                      + handler
                      + ", "
                      + figures));
      BY_HANDLER.clear();
    }
  }
}
