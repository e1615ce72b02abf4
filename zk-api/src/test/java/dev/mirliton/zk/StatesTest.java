package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatesTest {

  private static List<KeeperState> beneath(ConnectionState state) {
    return Stream.of(KeeperState.values()).filter(each -> each.connection() == state).toList();
  }

  @Test
  void everyFinerStateIsBeneathOneOfThree() {
    assertEquals(
        List.of(KeeperState.CONNECTED, KeeperState.CONNECTED_READ_ONLY),
        beneath(ConnectionState.CONNECTED));
    assertEquals(List.of(KeeperState.CONNECTING), beneath(ConnectionState.SUSPENDED));
    assertEquals(
        List.of(
            KeeperState.EXPIRED,
            KeeperState.AUTH_FAILED,
            KeeperState.GAVE_UP,
            KeeperState.DETACHED,
            KeeperState.CLOSED),
        beneath(ConnectionState.LOST));
  }

  @Test
  void onlyRefusalGivingUpDetachingAndClosingAreFinal() {
    Set<KeeperState> last = EnumSet.noneOf(KeeperState.class);
    Stream.of(KeeperState.values()).filter(KeeperState::isTerminal).forEach(last::add);

    assertEquals(
        EnumSet.of(
            KeeperState.AUTH_FAILED, KeeperState.GAVE_UP, KeeperState.DETACHED, KeeperState.CLOSED),
        last);
  }
}
