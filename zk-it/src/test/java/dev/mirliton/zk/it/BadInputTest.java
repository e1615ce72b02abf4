package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.ReadOp;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.SinceServer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What callers do wrong is said before anything is sent, and harms nobody. */
@EveryHandler
class BadInputTest extends ClientSuite {

  private static String refusal(Executable mistake) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, mistake).getMessage());
  }

  @Test
  void badPathsAreNamed() throws Exception {
    ZkClient zk = connect();

    for (String bad :
        List.of("", "a", "/a/", "//", "/a//b", "/./a", "/a/..", "/a\0b", "/\ud800", "/\uffff")) {
      assertTrue(
          refusal(() -> zk.get(bad)).startsWith("path must")
              || refusal(() -> zk.get(bad)).startsWith("path has"),
          bad);
      refusal(() -> zk.create(bad, NOTHING));
      refusal(() -> zk.createWithStat(bad, NOTHING, CreateOptions.EPHEMERAL));
      refusal(() -> zk.set(bad, NOTHING));
      refusal(() -> zk.exists(bad));
      refusal(() -> zk.children(bad));
      refusal(() -> zk.delete(bad));
      refusal(() -> zk.deleteTree(bad));
      refusal(() -> zk.ensurePath(bad));
      refusal(() -> zk.acl(bad));
      refusal(() -> zk.setAcl(bad, Acl.OPEN, Version.ANY));
      refusal(() -> zk.sync(bad));
      refusal(() -> zk.countDescendants(bad));
      refusal(() -> zk.getAndWatch(bad));
      refusal(() -> zk.existsAndWatch(bad, event -> {}));
      refusal(() -> zk.childrenAndWatch(bad));
      refusal(() -> zk.watch(bad, WatchMode.PERSISTENT));
      refusal(() -> zk.transact(Op.check(bad, Version.ANY)));
      refusal(() -> zk.readAll(List.of(ReadOp.get(bad))));
      refusal(() -> zk.rooted(bad));
    }
    assertTrue(zk.exists("/").isPresent());
  }

  @Test
  @SuppressWarnings("NullAway") // that is the point
  void nullIsRefused() throws Exception {
    ZkClient zk = connect();

    assertThrows(NullPointerException.class, () -> zk.create("/a", null));
    assertThrows(NullPointerException.class, () -> zk.set("/a", null));
    assertThrows(NullPointerException.class, () -> zk.get(null));
    assertThrows(NullPointerException.class, () -> Op.create("/a", null));
    assertThrows(NullPointerException.class, () -> zk.existsAndWatch("/a", null));
    assertThrows(NullPointerException.class, () -> zk.onStateChange(null));
    assertThrows(NullPointerException.class, () -> zk.authenticate(null));
    assertThrows(NullPointerException.class, () -> zk.watch("/a", null));

    assertEquals(List.of(), zk.children("/"));
  }

  @Test
  void oversizeRequestsNameTheLimit() throws Exception {
    ZkClient zk = connect();
    Told<StateChange> changes = Told.by(zk);
    zk.create("/a", NOTHING);
    byte[] tooMuch = new byte[0xfffff];

    for (String message :
        List.of(
            refusal(() -> zk.create("/b", tooMuch)),
            refusal(() -> zk.create("/b/c", tooMuch, CreateOptions.PERSISTENT.withParents())),
            refusal(() -> zk.set("/a", tooMuch)),
            refusal(() -> zk.transact(Op.set("/a", tooMuch, Version.ANY))),
            refusal(
                () ->
                    zk.transact(
                        Collections.nCopies(3, Op.set("/a", new byte[400_000], Version.ANY)))))) {
      assertTrue(message.contains("1,048,575"), message);
      assertTrue(message.contains("maxPacketBytes"), message);
    }

    assertEquals(List.of("a"), zk.children("/"));
    assertEquals(List.of(), changes.rest());
  }

  @Test
  @SinceServer("3.4")
  void oversizePathsAreRefusedEverywhere() throws Exception {
    ZkClient zk = connect();
    Told<StateChange> changes = Told.by(zk);
    String path = "/" + "p".repeat(0x100000);

    for (Executable mistake :
        List.<Executable>of(
            () -> zk.get(path),
            () -> zk.exists(path),
            () -> zk.delete(path),
            () -> zk.children(path),
            () -> zk.sync(path),
            () -> zk.existsAndWatch(path),
            () -> zk.watch(path, WatchMode.PERSISTENT),
            () -> zk.ensurePath(path))) {
      assertTrue(refusal(mistake).contains("1,048,575"));
    }

    assertTrue(zk.exists("/").isPresent());
    assertEquals(List.of(), changes.rest());
  }

  @Test
  void badOptionsAreNamed() {
    for (String hosts :
        List.of(
            "",
            ",",
            "a:b",
            "a:0",
            "a:65536",
            "a:-1",
            ":2181",
            "a,,b",
            "[::1",
            "[]:1",
            "::1",
            "http://a:2181",
            "user@a",
            "a b",
            "a:2181//",
            "a:2181/x/",
            "[::1]x")) {
      String message = refusal(() -> ZkOptions.to(hosts));
      assertTrue(message.contains("'" + hosts + "'"), message);
    }
    ZkOptions.Builder options = ZkOptions.to("a");
    refusal(() -> options.sessionTimeout(Duration.ZERO));
    refusal(() -> options.sessionTimeout(Duration.ofDays(100)));
    refusal(() -> options.requestDeadline(Duration.ofSeconds(-1)));
    refusal(() -> options.maxQueuedRequests(0));
    refusal(() -> options.maxInFlight(0));
    refusal(() -> options.maxPacketBytes(1));
    refusal(() -> options.defaultAcl(List.of()));
    refusal(() -> CreateOptions.ttl(Duration.ZERO));
    refusal(() -> CreateOptions.ttl(Duration.ofDays(365 * 40)));
    refusal(CreateOptions.CONTAINER::sequential);
    refusal(() -> Op.create("/a", NOTHING, CreateOptions.PERSISTENT.withParents()));
  }

  @Test
  void deadlinesMustBePositive() throws Exception {
    ZkClient zk = connect();

    refusal(() -> zk.within(Duration.ZERO));
    refusal(() -> zk.setAcl("/", List.of(), Version.ANY));

    assertTrue(zk.within(Duration.ofSeconds(Long.MAX_VALUE)).exists("/").isPresent());
  }
}
