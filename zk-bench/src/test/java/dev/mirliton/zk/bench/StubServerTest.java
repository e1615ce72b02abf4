package dev.mirliton.zk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StubServerTest {
  // Not List.of, which refuses to be asked whether it contains null.
  private static final List<ACL> OPEN =
      Collections.singletonList(new ACL(31, new Id("world", "anyone")));

  @ParameterizedTest
  @ValueSource(strings = {OfficialDriver.NIO, OfficialDriver.NETTY})
  void theOfficialClientUnderstandsEveryReply(String socket) throws Exception {
    try (StubServer stub = StubServer.start();
        OfficialDriver driver = OfficialDriver.connect(stub.port(), socket)) {
      ZooKeeper client = driver.client();
      Stat stat = new Stat();
      Stat createStat = new Stat();

      assertEquals(
          "x".repeat(CannedReplies.DATA_BYTES), new String(client.getData("/a", false, stat)));
      assertEquals(CannedReplies.DATA_BYTES, stat.getDataLength());
      assertEquals(stat, client.exists("/a", false));
      assertEquals(stat, client.setData("/a", new byte[10_000], -1));
      assertEquals(List.of("a", "b"), client.getChildren("/a", false));
      assertEquals(List.of("a", "b"), client.getChildren("/a", false, createStat));
      assertEquals(stat, createStat);
      assertEquals("/c", client.create("/c", new byte[5], OPEN, CreateMode.PERSISTENT));
      Stat created = new Stat();
      assertEquals("/d", client.create("/d", new byte[5], OPEN, CreateMode.PERSISTENT, created));
      assertEquals(stat, created);
      client.delete("/a", -1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {OfficialDriver.NIO, OfficialDriver.NETTY})
  void whatTheStubDoesNotKnowIsRefused(String socket) throws Exception {
    try (StubServer stub = StubServer.start();
        OfficialDriver driver = OfficialDriver.connect(stub.port(), socket)) {
      assertThrows(
          KeeperException.UnimplementedException.class,
          () -> driver.client().getACL("/a", new Stat()));
    }
  }
}
