package dev.mirliton.zk.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.EmbeddedServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmokeTest {
  @ParameterizedTest
  @ValueSource(strings = {"threads", "nio", "loom"})
  void works(String handler) throws Exception {
    try (var server = EmbeddedServer.run();
        var zk = ZkClient.connect(ZkOptions.to(server.connectString()).handler(handler).build())) {
      zk.create("/a", "blue".getBytes(UTF_8));
      assertEquals("blue", new String(zk.get("/a").data(), UTF_8));
      zk.create("/x/y/z", new byte[0], CreateOptions.EPHEMERAL.withParents());
      assertEquals(java.util.List.of("z"), zk.children("/x/y"));
      zk.deleteTree("/x");
      try (var watched = zk.getAndWatch("/a")) {
        zk.set("/a", new byte[3]);
        System.out.println(watched.watch().next());
      }
    }
  }
}
