package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.protocol.session.Outgoing;
import dev.mirliton.zk.protocol.session.Session;
import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.LinkListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The way from a session to its server: resolves names, opens a link for each attempt, writes to
 * the one that serves, and tells the session what becomes of them. Called within the driver's step,
 * except {@link #assist} and {@link #ask}.
 */
final class Links {
  private final SessionDriver driver;
  private final Handler handler;
  private final ZkOptions options;
  private final TlsClient tls;
  private volatile @Nullable Link serving; // open, and of the session's present attempt
  private final Outgoing.Taker taker =
      bytes -> {
        Link link = serving;
        return link == null ? 0 : link.write(bytes);
      };
  private @Nullable Link newest; // open or not
  private int notClosed;
  private final AtomicInteger notClosedWords = new AtomicInteger();

  Links(SessionDriver driver, Handler handler, ZkOptions options) {
    this.driver = driver;
    this.handler = handler;
    this.options = options;
    this.tls = new TlsClient(options.tls());
  }

  /** Whether every link has told its end. */
  boolean areAllClosed() {
    return notClosed == 0 && notClosedWords.get() == 0;
  }

  /** Lets a lone waiter read its own answer; see {@link Link#assist}. From any thread. */
  void assist(AsyncResult<?> awaited, long nanos) {
    Link link = serving;
    if (link != null) {
      link.assist(awaited, nanos);
    }
  }

  /**
   * Writes what waits.
   *
   * @param now in this thread; otherwise it is left to the thread that moves bytes
   */
  void flush(Session session, boolean now) {
    Link link = serving;
    Outgoing outgoing = session.outgoing();
    if (link == null || outgoing.isEmpty()) {
      return;
    }
    if (!now) {
      link.requestWrite();
      return;
    }
    boolean all = true;
    while (all && !outgoing.isEmpty()) {
      int waiting = outgoing.size();
      all = outgoing.writeTo(taker) == waiting;
      session.wrote(driver.nanoTime()); // may put on what waited for room
    }
  }

  /** Resolves a host name; the session hears of it. */
  void resolve(Session session, Hosts.Server server) {
    int attempt = session.attempt();
    AsyncResult<List<InetAddress>> resolving;
    try {
      resolving = handler.resolve(server.host());
    } catch (IllegalStateException handlerClosed) {
      driver.abortLater();
      return;
    }
    resolving.link(
        result -> {
          Throwable failure = result.exception();
          if (failure != null) {
            driver.input(() -> session.unresolved(attempt, failure, driver.nanoTime()));
          } else {
            List<InetAddress> addresses = result.value();
            driver.input(() -> session.resolved(attempt, addresses, driver.nanoTime()));
          }
        });
  }

  /** Opens a link; the session hears of it. Looks after certificates first, if there are files. */
  void connect(Session session, Hosts.Server server, InetSocketAddress address) {
    serving = null;
    if (!tls.readsFiles()) {
      open(session, server, address);
      return;
    }
    int attempt = session.attempt();
    try {
      handler
          .spawn("tls", tls::refresh)
          .link(
              read ->
                  driver.input(
                      () -> {
                        if (session.attempt() == attempt) { // or it took too long
                          open(session, server, address);
                        }
                      }));
    } catch (IllegalStateException handlerClosed) {
      driver.abortLater();
    }
  }

  private void open(Session session, Hosts.Server server, InetSocketAddress address) {
    Endpoint endpoint = endpoint(server, address);
    try {
      newest = handler.connect(endpoint, options.connectTimeout(), new Attempt(session, server));
      notClosed++;
    } catch (IllegalStateException handlerClosed) {
      driver.abortLater();
    }
  }

  private Endpoint endpoint(Hosts.Server server, InetSocketAddress address) {
    return new Endpoint(address, tls.engines(server));
  }

  /**
   * Sends a four-letter word on a link of its own. From any thread.
   *
   * @return the link, or null if there is none because the handler is closed
   */
  @Nullable Link ask(Destination to, String word, WordLink.Outcome outcome) {
    notClosedWords.incrementAndGet();
    WordLink listener = new WordLink(word, outcome, this::wordClosed);
    try {
      return handler.connect(
          endpoint(to.server(), to.address()), options.connectTimeout(), listener);
    } catch (IllegalStateException handlerClosed) {
      listener.onClosed(new IOException("the handler is closed", handlerClosed));
      return null;
    }
  }

  private void wordClosed() {
    if (notClosedWords.decrementAndGet() == 0) {
      driver.input(driver::settleGone);
    }
  }

  /** Closes the link of the present attempt. */
  void disconnect() {
    Link link = newest;
    newest = null;
    serving = null;
    if (link != null) {
      link.close();
    }
  }

  /** What a link tells, for the attempt it belongs to. On the thread that moves its bytes. */
  private final class Attempt implements LinkListener {
    private final Session session;
    private final Hosts.Server server;
    private final int number;
    private boolean opened;
    private boolean heard;

    Attempt(Session session, Hosts.Server server) {
      this.session = session;
      this.server = server;
      this.number = session.attempt();
    }

    @Override
    public void onOpen(Link link) {
      opened = true;
      driver.enter();
      try {
        if (number == session.attempt()) {
          serving = link;
        }
        session.opened(number, driver.nanoTime());
      } finally {
        driver.leave(true);
      }
    }

    @Override
    public void onRead(ByteBuffer bytes) {
      heard = true;
      driver.enter();
      try {
        session.received(number, bytes, driver.nanoTime());
      } finally {
        driver.leave(true);
      }
    }

    @Override
    public void onWritable() {
      driver.enter();
      driver.leave(true);
    }

    @Override
    public void onClosed(@Nullable IOException cause) {
      driver.enter();
      try {
        if (number == session.attempt()) {
          serving = null;
        }
        notClosed--;
        IOException why = heard ? cause : tls.explained(server, cause, opened);
        session.disconnected(number, why, driver.nanoTime());
        driver.settleGone();
      } finally {
        driver.leave(false);
      }
    }
  }
}
