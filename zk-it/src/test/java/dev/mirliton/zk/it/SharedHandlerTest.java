package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.Handlers;
import dev.mirliton.zk.testing.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several clients on one handler. */
@EveryHandler
class SharedHandlerTest extends ClientSuite {

  private Handler handler() {
    return Handlers.choose(handler).create(HandlerOptions.DEFAULT.named("shared"));
  }

  @Test
  void clientsShareAHandlerThatTheyDoNotClose() throws Exception {
    try (Handler shared = handler()) {
      List<ZkClient> zks = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        zks.add(connect(options().handler(shared)));
      }
      zks.get(0).create("/a", NOTHING);
      var watched = zks.get(19).getAndWatch("/a").watch();

      zks.get(0).close();
      zks.get(1).set("/a", bytes("x"));

      assertEquals(new WatchEvent.DataChanged("/a"), watched.next());
      for (ZkClient zk : zks) {
        zk.close();
      }
      try (ZkClient late = connect(options().handler(shared))) {
        assertEquals("x", text(late.get("/a")));
      }
    }
  }

  @Test
  void oneClientsTroubleIsItsOwn() throws Exception {
    try (Handler shared = handler();
        FaultProxy proxy = FaultProxy.to(server);
        ZkClient troubled = connect(options(proxy).handler(shared));
        ZkClient well = connect(options().handler(shared))) {
      Told<StateChange> changes = Told.by(troubled);
      Told<StateChange> quiet = Told.by(well);
      proxy.refuse();
      proxy.cut();
      Told.await(changes, ConnectionState.SUSPENDED);

      assertTrue(well.exists("/").isPresent());
      proxy.heal();

      Told.await(changes, ConnectionState.CONNECTED);
      assertEquals(List.of(), quiet.rest());
    }
  }

  @Test
  void closedHandlerEndsItsClients() throws Exception {
    Handler shared = handler();
    ZkClient zk = connect(options().handler(shared).closeDeadline(Duration.ofSeconds(1)));

    shared.close();
    zk.close();

    assertTrue(zk.detail().isTerminal());
  }
}
