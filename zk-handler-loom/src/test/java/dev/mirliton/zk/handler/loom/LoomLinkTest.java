package dev.mirliton.zk.handler.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.LinkListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoomLinkTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final List<URI> asked = new CopyOnWriteArrayList<>();
  private @Nullable ProxySelector usual;

  @BeforeEach
  void listenToWhoAsksForAProxy() {
    usual = ProxySelector.getDefault();
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            asked.add(uri);
            return List.of(Proxy.NO_PROXY);
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });
  }

  @AfterEach
  void stopListening() {
    ProxySelector.setDefault(usual);
  }

  /** Says whether the link was opened. */
  private static final class Opening implements LinkListener {
    final CompletableFuture<Boolean> opened = new CompletableFuture<>();
    final CompletableFuture<@Nullable IOException> cause = new CompletableFuture<>();

    @Override
    public void onOpen(Link link) {
      opened.complete(true);
      link.close();
    }

    @Override
    public void onRead(ByteBuffer bytes) {}

    @Override
    public void onWritable() {}

    @Override
    public void onClosed(@Nullable IOException why) {
      opened.complete(false);
      cause.complete(why);
    }
  }

  @Test
  void linkIsDirectAndAsksForNoProxy() throws Exception {
    Opening opening = new Opening();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Handler handler = new LoomHandlerProvider().create(HandlerOptions.DEFAULT)) {
      Endpoint endpoint = Endpoint.plain((InetSocketAddress) server.getLocalSocketAddress());

      handler.connect(endpoint, LIMIT, opening);

      assertTrue(opening.opened.get(LIMIT.toSeconds(), TimeUnit.SECONDS), "opened");
      assertNull(opening.cause.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
      assertEquals(List.of(), asked);
    }
  }
}
