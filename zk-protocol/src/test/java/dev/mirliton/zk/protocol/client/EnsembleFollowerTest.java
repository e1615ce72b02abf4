package dev.mirliton.zk.protocol.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.EnsembleMember;
import dev.mirliton.zk.Hosts;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnsembleFollowerTest {

  private static Optional<String> server(String line) {
    return EnsembleFollower.server(EnsembleMember.parse(line)).map(Hosts.Server::toString);
  }

  @Test
  void addressForClientsIsTaken() {
    assertEquals(Optional.of("front:2182"), server("server.1=back:2888:3888:observer;front:2182"));
  }

  @Test
  void serverThatListensEverywhereIsWhereTheOthersFindIt() {
    assertEquals(Optional.of("zk1:2181"), server("server.1=zk1:2888:3888;2181"));
    assertEquals(Optional.of("zk1:2181"), server("server.1=zk1:2888:3888;0.0.0.0:2181"));
    assertEquals(Optional.of("[fd00::1]:2181"), server("server.1=[fd00::1]:2888:3888;[::]:2181"));
  }

  @Test
  void serverThatNamesNoPlaceForClientsIsLeftOut() {
    assertEquals(Optional.empty(), server("server.1=zk1:2888:3888"));
    assertEquals(Optional.empty(), server("server.1=0.0.0.0:2888:3888;2181"));
  }
}
