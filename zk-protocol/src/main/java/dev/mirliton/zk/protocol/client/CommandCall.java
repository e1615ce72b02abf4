package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionLossException;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.Failure;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.UnsupportedException;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server about itself, by one four-letter word after another until one is answered with what
 * is wanted. Within one deadline, which counts from the start, also while there is no connection.
 */
final class CommandCall<T> extends Promise<T> {
  /** Servers since 3.4.10 say so, others close without a word. */
  private static final String REFUSAL = "is not executed because it is not in the whitelist";

  /** What to make of an answer. */
  interface Reading<T> {
    /** Returns the result, or null if it is not in there. */
    @Nullable T read(Destination from, String text);
  }

  private final View view;
  private final String operation;
  private final List<String> words;
  private final Reading<T> reading;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicBoolean begun = new AtomicBoolean(); // there was a connection
  private final Queue<Registration> guards = new ConcurrentLinkedQueue<>();
  private volatile boolean asked;
  private volatile boolean askedAgain; // because the first answer was empty
  private volatile @Nullable Link link;

  CommandCall(View view, String operation, List<String> words, Reading<T> reading) {
    super(view.events());
    this.view = view;
    this.operation = operation;
    this.words = words;
    this.reading = reading;
  }

  // ---- from the start to the first word
  // ----------------------------------------------------------

  /** Asks the connected server, once there is one. */
  CommandCall<T> ofTheConnected() {
    if (begin()) {
      ClientState state = view.driver().state();
      guard(
          state.onSettled(
              () -> {
                Destination connected = view.driver().destination();
                if (connected != null && !state.now().isTerminal()) {
                  first(connected.server(), new ArrayDeque<>(List.of(connected.address())));
                }
              }));
    }
    return this;
  }

  /** Asks the server of that name, at whichever of its addresses is reached first. */
  CommandCall<T> of(Hosts.Server server) {
    if (begin()) {
      AsyncResult<List<InetAddress>> resolving;
      try {
        resolving = view.driver().handler().resolve(server.host());
      } catch (IllegalStateException handlerClosed) {
        return this; // the client ends with it
      }
      resolving.link(
          result -> {
            if (result.exception() instanceof Throwable unknown) {
              lost(new IOException(server + ": " + unknown.getMessage(), unknown));
              return;
            }
            Queue<InetSocketAddress> addresses = new ArrayDeque<>();
            for (InetAddress ip : result.value()) {
              addresses.add(new InetSocketAddress(ip, server.port()));
            }
            first(server, addresses);
          });
    }
    return this;
  }

  /** Returns false if it is over already. */
  private boolean begin() {
    Try current = view.currentTry();
    if (current != null) {
      current.asks(true);
    }
    SessionDriver driver = view.driver();
    Duration left = Duration.ofNanos(Math.max(0, view.deadlineNs() - driver.nanoTime()));
    guard(driver.state().onEnd(() -> failed(driver.state().end(failure(), fate(), null))));
    try {
      guard(driver.handler().schedule(left, this::late));
    } catch (IllegalStateException handlerClosed) {
      failed(driver.state().end(failure(), Fate.NOT_SENT, handlerClosed));
    }
    return !over.get();
  }

  private void guard(Registration registration) {
    guards.add(registration);
    if (over.get()) {
      closeGuards();
    }
  }

  private void first(Hosts.Server server, Queue<InetSocketAddress> addresses) {
    if (!begun.getAndSet(true)) {
      ask(server, addresses, 0);
    }
  }

  // ---- one word after another
  // --------------------------------------------------------------------

  private void ask(Hosts.Server server, Queue<InetSocketAddress> addresses, int index) {
    InetSocketAddress address = addresses.peek();
    if (address == null || over.get()) {
      return;
    }
    Destination to = new Destination(server, address);
    WordLink.Outcome outcome =
        new WordLink.Outcome() {
          @Override
          public void answered(String text) {
            asked = true;
            heard(to, addresses, index, text);
          }

          @Override
          public void failed(boolean wasAsked, @Nullable IOException cause) {
            asked |= wasAsked;
            addresses.remove();
            if (wasAsked || addresses.isEmpty()) {
              String why = cause == null ? "closed" : String.valueOf(cause.getMessage());
              lost(new IOException(to + ": " + why, cause));
            } else {
              ask(server, addresses, index);
            }
          }
        };
    link = view.driver().askWord(to, words.get(index), outcome);
    if (over.get()) {
      closeLink();
    }
  }

  private void heard(Destination from, Queue<InetSocketAddress> addresses, int index, String text) {
    if (text.isEmpty() && !askedAgain) {
      // So say servers that refuse without a word, and those that were just disturbed.
      askedAgain = true;
      ask(from.server(), addresses, index);
      return;
    }
    boolean refused = text.isEmpty() || text.contains(REFUSAL);
    T result = refused ? null : reading.read(from, text);
    if (result != null) {
      if (finish()) {
        complete(result);
      }
    } else if (index + 1 < words.size()) {
      ask(from.server(), addresses, index + 1);
    } else {
      failed(
          new UnsupportedException(
              failure(),
              "server "
                  + from
                  + " does not answer '"
                  + String.join("', '", words)
                  + "'; allow it in 4lw.commands.whitelist, or ask the server's admin port"
                  + " (docs/errors.md#command-refused)"));
    }
  }

  // ---- ends
  // --------------------------------------------------------------------------------------

  private void lost(IOException cause) {
    failed(new ConnectionLossException(failure(), fate(), cause));
  }

  private void late() {
    failed(new DeadlineExceededException(failure(), fate(), null));
  }

  private Failure failure() {
    return Failure.local(operation, null);
  }

  private Fate fate() {
    return asked ? Fate.UNKNOWN : Fate.NOT_SENT;
  }

  private void failed(ZkException failure) {
    if (finish()) {
      Try current = view.currentTry();
      if (current != null) {
        current.failed(true, failure);
      }
      fail(failure);
    }
  }

  @Override
  protected void cancelled() {
    finish();
  }

  /** Returns whether it was not over before. */
  private boolean finish() {
    if (over.getAndSet(true)) {
      return false;
    }
    closeLink();
    closeGuards();
    return true;
  }

  private void closeLink() {
    Link current = link;
    if (current != null) {
      current.close();
    }
  }

  private void closeGuards() {
    for (Registration guard = guards.poll(); guard != null; guard = guards.poll()) {
      guard.close();
    }
  }

  @Override
  public String toString() {
    return operation;
  }
}
