package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.mirliton.zk.ZkOptions;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class ClientsTest {

  /** Nothing but a port. */
  private record Nowhere(int port) implements TestServer {
    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public void close() {}
  }

  @Test
  void optionsNameServerRootAndHandler() {
    ZkOptions options = new Clients(new Nowhere(4711), "/here", "nio").options().build();

    assertEquals("127.0.0.1:4711/here", options.hosts().toString());
    assertEquals("nio", options.handlerName());
  }

  @Test
  void noHandlerIsNamedUnlessTheTestNamesOne() {
    ZkOptions options = new Clients(new Nowhere(4711), "/here", "").options().build();

    assertNull(options.handlerName());
  }

  @Test
  void optionsForAProxyKeepTheRoot() {
    try (FaultProxy proxy = FaultProxy.to(new InetSocketAddress("127.0.0.1", 4711))) {
      ZkOptions options = new Clients(new Nowhere(4711), "/here", "").options(proxy).build();

      assertEquals(proxy.connectString() + "/here", options.hosts().toString());
    }
  }
}
