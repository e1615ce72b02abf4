package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.protocol.session.Session;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.Link;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
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
  private final SessionDriver driver;
  private final Handler handler;
  private final Duration limit;
  private final Set<Probe> underWay = new LinkedHashSet<>(); // in order, so that runs repeat

  ReadWriteProbes(SessionDriver driver, Handler handler, ZkOptions options) {
    this.driver = driver;
    this.handler = handler;
    this.limit = options.connectTimeout().plus(options.handshakeTimeout());
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
    private @Nullable Link link;
    private @Nullable Registration timer;

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
      resolving.link(result -> driver.input(() -> resolved(result)));
    }

    private void resolved(AsyncResult<List<InetAddress>> result) {
      if (result.exception() == null) {
        addresses.addAll(result.value());
      }
      next();
    }

    /** Asks at the next address, or tells that there is none left. */
    private void next() {
      if (!underWay.contains(this)) {
        return;
      }
      InetAddress address = addresses.poll();
      if (address == null) {
        tell(null);
        return;
      }
      InetSocketAddress at = new InetSocketAddress(address, server.port());
      link = driver.askWord(new Destination(server, at), "isro", new Answer(this, at));
      if (link != null) {
        Link asked = link;
        try {
          timer = handler.schedule(limit, asked::close);
        } catch (IllegalStateException handlerClosed) {
          stop();
        }
      }
    }

    void answered(@Nullable InetSocketAddress writes) {
      if (timer != null) {
        timer.close();
      }
      if (writes == null) {
        next();
      } else {
        tell(writes);
      }
    }

    private void tell(@Nullable InetSocketAddress writes) {
      if (underWay.remove(this)) {
        session.probed(number, server, writes, driver.nanoTime());
      }
    }

    void stop() {
      underWay.remove(this);
      if (timer != null) {
        timer.close();
      }
      if (link != null) {
        link.close();
      }
    }
  }

  /** What one address says. On the thread that moves its link's bytes. */
  private final class Answer implements WordLink.Outcome {
    private final Probe probe;
    private final InetSocketAddress address;

    Answer(Probe probe, InetSocketAddress address) {
      this.probe = probe;
      this.address = address;
    }

    @Override
    public void answered(String text) {
      driver.input(() -> probe.answered(text.startsWith("rw") ? address : null));
    }

    @Override
    public void failed(boolean asked, @Nullable IOException cause) {
      driver.input(() -> probe.answered(null));
    }
  }
}
