package dev.mirliton.zk.protocol.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The log of an outage at INFO, word for word. */
class ConnectionStoryTest {
  private static final Hosts.Server ONE = new Hosts.Server("zk1", 2181);
  private static final Hosts.Server TWO = new Hosts.Server("10.0.0.2", 2182);
  private static final long FIRST = 0x10a;
  private static final long SECOND = 0x20b;

  private final ManualHandler clock = new ManualHandler();
  private final StringBuilder client = new StringBuilder("client of zk1:2181,10.0.0.2:2182");
  private final ConnectionStory story =
      new ConnectionStory(
          new Observation(clock, ZkOptions.to("zk1:2181,10.0.0.2:2182").build(), client));
  @RegisterExtension private final Log log = new Log();

  private static InetSocketAddress address(Hosts.Server server) throws UnknownHostException {
    int last = server == ONE ? 1 : 2;
    return new InetSocketAddress(
        InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last}), server.port());
  }

  private void connecting(Hosts.Server server) throws UnknownHostException {
    story.resolving(server);
    story.connecting(server, address(server));
  }

  private void refused(Hosts.Server server) throws UnknownHostException {
    connecting(server);
    story.attemptFailed(server, new IOException("Connection refused"));
  }

  private void established(long id, boolean known) {
    client.replace(0, client.length(), "session 0x" + Long.toHexString(id));
    story.established(id, 10_000, known);
  }

  private void changed(KeeperState to, @Nullable Throwable cause) {
    story.changed(new StateChange(to.connection(), to, null, cause));
  }

  private void connected(Hosts.Server server, long id, boolean known) throws UnknownHostException {
    connecting(server);
    established(id, known);
    changed(KeeperState.CONNECTED, null);
  }

  private List<String> lines() {
    return log.lines();
  }

  @Test
  void firstConnectionIsTwoLines() throws Exception {
    connected(ONE, FIRST, false);

    assertEquals(
        List.of(
            "INFO session 0x10a: opened by zk1:2181 (10.0.0.1:2181), timeout 10000 ms",
            "INFO session 0x10a: connected to zk1:2181 (10.0.0.1:2181)"),
        lines());
  }

  @Test
  void troubleBeforeTheFirstConnectionIsTold() throws Exception {
    story.resolving(ONE);
    story.attemptFailed(ONE, new UnknownHostException("zk1"));
    clock.advance(Duration.ofMillis(2_100));
    connected(TWO, FIRST, false);

    assertEquals(
        List.of(
            "INFO client of zk1:2181,10.0.0.2:2182: no connection to zk1:2181: unknown host: zk1",
            "INFO session 0x10a: opened by 10.0.0.2:2182, timeout 10000 ms",
            "INFO session 0x10a: connected to 10.0.0.2:2182, after 2.1 s and 2 attempts"),
        lines());
  }

  @Test
  void outageThatTheSessionSurvives() throws Exception {
    connected(ONE, FIRST, false);
    lines();

    clock.advance(Duration.ofSeconds(80));
    changed(KeeperState.CONNECTING, new IOException("nothing was received for 6667 ms"));
    refused(TWO);
    clock.advance(Duration.ofMillis(500));
    refused(ONE);
    clock.advance(Duration.ofMillis(500));
    refused(TWO);
    clock.advance(Duration.ofMillis(1_234));
    connecting(TWO);
    established(FIRST, true);
    story.authenticated("digest", true);
    changed(KeeperState.CONNECTED, null);
    story.watchesSetAgain(17);

    assertEquals(
        List.of(
            "INFO session 0x10a: lost zk1:2181 (10.0.0.1:2181) after 80.0 s:"
                + " nothing was received for 6667 ms",
            "INFO session 0x10a: no connection to 10.0.0.2:2182: Connection refused",
            "INFO session 0x10a: no connection to zk1:2181 (10.0.0.1:2181): Connection refused",
            "INFO session 0x10a: accepted again by 10.0.0.2:2182, timeout 10000 ms",
            "INFO session 0x10a: digest credentials accepted",
            "INFO session 0x10a: connected to 10.0.0.2:2182 again,"
                + " after 2.2 s without a server and 4 attempts",
            "INFO session 0x10a: 17 watches set again"),
        lines());
  }

  @Test
  void longOutageIsSummedUpAtGrowingIntervals() throws Exception {
    connected(ONE, FIRST, false);
    changed(KeeperState.CONNECTING, null);
    lines();

    for (int second = 0; second < 100; second++) {
      refused(ONE);
      clock.advance(Duration.ofSeconds(1));
    }

    String summary =
        "INFO session 0x10a: no server for %s: %d attempts failed,"
            + " the last at zk1:2181 (10.0.0.1:2181): Connection refused";
    assertEquals(
        List.of(
            "INFO session 0x10a: no connection to zk1:2181 (10.0.0.1:2181): Connection refused",
            summary.formatted("10.0 s", 11),
            summary.formatted("30.0 s", 31),
            summary.formatted("70.0 s", 71)),
        lines());
  }

  @Test
  void outageOfADayIsLessThanTwoHundredLines() throws Exception {
    connected(ONE, FIRST, false);
    changed(KeeperState.CONNECTING, null);
    lines();

    for (int second = 0; second < 86_400; second++) {
      refused(ONE);
      clock.advance(Duration.ofSeconds(1));
    }

    int lines = lines().size();
    assertTrue(lines > 100 && lines < 200, lines + " lines");
  }

  @Test
  void expiryIsAWarningAndItsSuccessorNamesIt() throws Exception {
    connected(ONE, FIRST, false);
    changed(KeeperState.CONNECTING, new IOException("reset"));
    lines();

    connecting(TWO);
    changed(KeeperState.EXPIRED, null);
    connected(TWO, SECOND, false);

    assertEquals(
        List.of(
            "WARN session 0x10a: expired, and all that belonged to it is gone: the server said so",
            "INFO session 0x20b: opened by 10.0.0.2:2182, timeout 10000 ms,"
                + " in place of session 0x10a",
            "INFO session 0x20b: connected to 10.0.0.2:2182 again,"
                + " after 0 ms without a server and 1 attempt"),
        lines());
  }

  @Test
  void expiryByTheLocalClockSaysSo() throws Exception {
    connected(ONE, FIRST, false);
    changed(KeeperState.CONNECTING, null);
    lines();

    changed(KeeperState.EXPIRED, new IOException("no server was reached in time"));

    assertEquals(
        List.of(
            "WARN session 0x10a: expired, and all that belonged to it is gone:"
                + " no server was reached in time"),
        lines());
  }

  @Test
  void serverWithoutAQuorumIsNamedSo() throws Exception {
    connecting(ONE);
    established(FIRST, false);
    changed(KeeperState.CONNECTED_READ_ONLY, null);

    assertEquals(
        "INFO session 0x10a: connected to zk1:2181 (10.0.0.1:2181), read-only, for it has no"
            + " quorum",
        lines().get(1));
  }

  @Test
  void endsAreTold() throws Exception {
    connected(ONE, FIRST, false);
    lines();

    changed(KeeperState.CLOSED, null);
    assertEquals(List.of("INFO session 0x10a: closed"), lines());

    changed(KeeperState.DETACHED, null);
    assertEquals(List.of("INFO session 0x10a: left to others"), lines());

    story.authenticated("digest", false);
    changed(KeeperState.AUTH_FAILED, null);
    assertEquals(
        List.of(
            "WARN session 0x10a: digest credentials refused",
            "ERROR session 0x10a: over, because authentication failed: credentials were refused;"
                + " this client connects no more"),
        lines());
  }
}
