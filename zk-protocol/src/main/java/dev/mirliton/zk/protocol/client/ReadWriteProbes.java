package dev.mirliton.zk.protocol.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.protocol.session.Session;
import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.LinkListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers whether they write, by the word {@code isro} on links of its own: one link at a time
 * to each server, address after address. Called within the driver's step.
 */
final class ReadWriteProbes {
  private static final byte[] WORD = "isro".getBytes(US_ASCII);
  private static final String YES = "rw";

  private final SessionDriver driver;
  private final Handler handler;
  private final ZkOptions options;
  private final TlsClient tls;
  private final Set<Probe> underWay = new LinkedHashSet<>(); // in order: runs repeat
  private int notClosed; // links

  ReadWriteProbes(SessionDriver driver, Handler handler, ZkOptions options, TlsClient tls) {
    this.driver = driver;
    this.handler = handler;
    this.options = options;
    this.tls = tls;
  }

  /** Whether every link has told its end. */
  boolean areAllClosed() {
    return notClosed == 0;
  }

  /** Asks a server; the session hears of it. */
  void probe(Session session, int number, Hosts.Server server) {
    Probe probe = new Probe(session, number, server);
    underWay.add(probe);
    probe.start();
  }

  /** Asks no more. */
  void stop() {
    List.copyOf(underWay).forEach(Probe::stop);
  }

  /** One server is asked. */
  private final class Probe {
    private final Session session;
    private final int number;
    private final Hosts.Server server;
    private final ArrayDeque<InetAddress> addresses = new ArrayDeque<>();
    private @Nullable Question question;

    Probe(Session session, int number, Hosts.Server server) {
      this.session = session;
      this.number = number;
      this.server = server;
    }

    void start() {
      AsyncResult<List<InetAddress>> resolving;
      try {
        resolving = handler.resolve(server.host());
      } catch (IllegalStateException handlerClosed) {
        stop(); // the link that serves hears of it too, and the session ends
        return;
      }
      resolving.link(
          result ->
              driver.input(
                  () -> {
                    if (result.exception() == null) {
                      addresses.addAll(result.value());
                    }
                    next();
                  }));
    }

    /** Asks at the next address, or tells that there is none left. */
    void next() {
      if (!underWay.contains(this)) {
        return;
      }
      InetAddress address = addresses.poll();
      if (address == null) {
        tell(null);
        return;
      }
      Question next = new Question(this, new InetSocketAddress(address, server.port()));
      question = next;
      next.ask();
    }

    void tell(@Nullable InetSocketAddress writes) {
      if (underWay.remove(this)) {
        session.probed(number, server, writes, driver.nanoTime());
      }
    }

    void stop() {
      underWay.remove(this);
      if (question != null) {
        question.close();
      }
    }
  }

  /** One address is asked, on a link of its own. */
  private final class Question implements LinkListener {
    private final Probe probe;
    private final InetSocketAddress address;
    private final ByteBuffer word = ByteBuffer.allocateDirect(WORD.length).put(WORD).flip();
    private final StringBuilder answer = new StringBuilder();
    private @Nullable Link link;
    private @Nullable Registration timer;

    Question(Probe probe, InetSocketAddress address) {
      this.probe = probe;
      this.address = address;
    }

    void ask() {
      Endpoint endpoint = new Endpoint(address, tls.engines(probe.server));
      try {
        link = handler.connect(endpoint, options.connectTimeout(), this);
        notClosed++;
        timer =
            handler.schedule(
                options.connectTimeout().plus(options.handshakeTimeout()),
                () -> driver.input(this::close));
      } catch (IllegalStateException handlerClosed) {
        probe.stop();
      }
    }

    void close() {
      if (link != null) {
        link.close();
      }
    }

    @Override
    public void onOpen(Link opened) {
      driver.input(() -> write(opened));
    }

    @Override
    public void onWritable() {
      driver.input(
          () -> {
            if (link != null) {
              write(link);
            }
          });
    }

    private void write(Link to) {
      if (word.hasRemaining()) {
        to.write(word);
      }
    }

    @Override
    public void onRead(ByteBuffer bytes) {
      String read = US_ASCII.decode(bytes).toString();
      driver.input(
          () -> {
            answer.append(read);
            if (answer.length() >= YES.length()) {
              close();
            }
          });
    }

    @Override
    public void onClosed(@Nullable IOException cause) {
      driver.input(
          () -> {
            notClosed--;
            if (timer != null) {
              timer.close();
            }
            if (answer.toString().startsWith(YES)) {
              probe.tell(address);
            } else {
              probe.next();
            }
            driver.settleGone();
          });
    }
  }
}
