package dev.mirliton.zk.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Hosts;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RebalancingTest {
  private static final int CLIENTS = 12_000;

  private static List<Hosts.Server> servers(String names) {
    return Hosts.parse(names.replace("", ",").substring(1, 2 * names.length())).servers();
  }

  /** Returns where a client that is served by {@code at} is served after the change. */
  private static Hosts.Server move(
      List<Hosts.Server> before, Hosts.Server at, List<Hosts.Server> after, long seed) {
    ServerList list = new ServerList(before, false, new SplittableRandom(seed));
    list.newRoundAt(at, InetSocketAddress.createUnresolved(at.host(), at.port()));
    boolean leaves = list.leavesFor(list.give(after));
    list.skip();
    return leaves ? java.util.Objects.requireNonNull(list.nextServer()) : at;
  }

  @ParameterizedTest
  @CsvSource({
    "abc, abcd", // one more
    "abc, abcdef", // twice as many
    "abcd, abc", // one less
    "abcdef, ab", // far fewer
    "abc, abd", // another one
    "abc, def", // all others
    "abcd, abef", // half of them others
    "abcdef, abgh", // fewer, and others
    "abc, abdefg" // more, and one is gone
  })
  void clientsThatWereSpreadEvenlyAreSpreadEvenlyAgain(String from, String to) {
    List<Hosts.Server> before = servers(from);
    List<Hosts.Server> after = servers(to);
    Map<Hosts.Server, Integer> clients = new HashMap<>();

    for (int i = 0; i < CLIENTS; i++) {
      clients.merge(move(before, before.get(i % before.size()), after, i), 1, Integer::sum);
    }

    assertEquals(after.size(), clients.size(), clients::toString);
    int share = CLIENTS / after.size();
    clients.forEach(
        (server, count) ->
            assertTrue(Math.abs(count - share) < share / 10, server + " of " + clients));
  }

  @Test
  void nobodyMovesWithoutNeed() {
    for (String[] change :
        new String[][] {{"abc", "abc"}, {"abc", "cab"}, {"abcd", "abc"}, {"abc", "abd"}}) {
      List<Hosts.Server> before = servers(change[0]);
      for (long seed = 0; seed < 200; seed++) {
        Hosts.Server at = before.get((int) (seed % 2)); // a or b, which stay

        assertEquals(at, move(before, at, servers(change[1]), seed));
      }
    }
  }

  @Test
  void whoeverKeepsTheOrderMovesOnlyWhenItsServerIsGone() {
    List<Hosts.Server> moved = new ArrayList<>();
    for (long seed = 0; seed < 100; seed++) {
      ServerList list = new ServerList(servers("ab"), true, new SplittableRandom(seed));
      Hosts.Server first = list.nextServer();
      assertEquals(new Hosts.Server("a", 2181), first);

      assertEquals(false, list.leavesFor(list.give(servers("abcdef"))));
      assertEquals(true, list.leavesFor(list.give(servers("fcd"))));
      moved.add(list.nextServer());
    }
    assertEquals(1, moved.stream().distinct().count());
    assertEquals("f", moved.get(0).host());
  }
}
