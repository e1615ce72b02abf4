package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.EnsembleMember.Address;
import dev.mirliton.zk.EnsembleMember.Role;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnsembleMemberTest {

  @Test
  void lineIsTakenApart() {
    EnsembleMember member =
        EnsembleMember.parse("server.12=zk_1.example.org:2888:3888:observer;10.0.0.1:2181");

    assertEquals(12, member.id());
    assertEquals(List.of(new Address("zk_1.example.org", 2888, 3888)), member.addresses());
    assertEquals(Role.OBSERVER, member.role());
    assertEquals(Optional.of(new Hosts.Server("10.0.0.1", 2181)), member.clientAddress());
  }

  @Test
  void whatIsLeftOutHasItsUsualMeaning() {
    EnsembleMember short1 = EnsembleMember.parse("server.1=a:1:2");
    EnsembleMember short2 = EnsembleMember.parse("server.1=a:1:2;3");

    assertEquals(Role.PARTICIPANT, short1.role());
    assertEquals(Optional.empty(), short1.clientAddress());
    assertEquals(Optional.of(new Hosts.Server("0.0.0.0", 3)), short2.clientAddress());
  }

  @Test
  void serverMayHaveManyAddresses() {
    EnsembleMember member = EnsembleMember.parse("server.1=a:1:2|[::1]:3:4:observer;[::]:5");

    assertEquals(List.of(new Address("a", 1, 2), new Address("::1", 3, 4)), member.addresses());
    assertEquals(Role.OBSERVER, member.role());
    assertEquals(Optional.of(new Hosts.Server("::", 5)), member.clientAddress());
  }

  @ParameterizedTest
  @CsvSource({
    "server.1=a:1:2, server.1=a:1:2:participant",
    "server.1=a:1:2;3, server.1=a:1:2:participant;0.0.0.0:3",
    "server.1 = a:1:2:OBSERVER;b:3, server.1=a:1:2:observer;b:3",
    "server.7=[::1]:1:65535|b:1:2;[::1]:3, server.7=[::1]:1:65535|b:1:2:participant;[::1]:3"
  })
  void whatIsPrintedIsWhatServersWrite(String text, String printed) {
    EnsembleMember member = EnsembleMember.parse(text);

    assertEquals(printed, member.toString());
    assertEquals(member, EnsembleMember.parse(printed));
    assertEquals(member.hashCode(), EnsembleMember.parse(printed).hashCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server.2=a:1:2;3",
        "server.1=b:1:2;3",
        "server.1=a:9:2;3",
        "server.1=a:1:9;3",
        "server.1=a:1:2:observer;3",
        "server.1=a:1:2;9",
        "server.1=a:1:2",
        "server.1=a:1:2|a:1:2;3"
      })
  void membersThatDifferAreNotEqual(String other) {
    assertNotEquals(EnsembleMember.parse("server.1=a:1:2;3"), EnsembleMember.parse(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "=",
        "server.1",
        "server.=a:1:2;3",
        "server.-1=a:1:2;3",
        "server.x=a:1:2;3",
        "server.1234567890123456789=a:1:2;3",
        "server.\u0661=a:1:2;3",
        "1=a:1:2;3",
        "group.1=1:2:3",
        "server.1=",
        "server.1=;3",
        "server.1=a",
        "server.1=a:1",
        "server.1=a:1:2:3",
        "server.1=a:1:2:leader",
        "server.1=a:1:2:",
        "server.1=a:1:2:observer:4",
        "server.1=a:0:2;3",
        "server.1=a:1:65536;3",
        "server.1=a:-1:2;3",
        "server.1=a:999999999999:2;3",
        "server.1=:1:2;3",
        "server.1=a b:1:2;3",
        "server.1=a:1:2|;3",
        "server.1=a:1:2;",
        "server.1=a:1:2;x",
        "server.1=a:1:2;0",
        "server.1=a:1:2;:3",
        "server.1=a:1:2;b:3:4",
        "server.1=a:1:2;3;4",
        "server.1=a:1:2;3,server.2=b:1:2;3",
        "server.1=a,b:1:2;3",
        "server.1=a\nserver.2:1:2;3",
        "server.1=a=b:1:2;3",
        "server.1=::1:1:2;3",
        "server.1=[::1:1:2;3",
        "server.1=[]:1:2;3",
        "server.1=[::1]1:2;3",
        "server.1=[a\n]:1:2;3",
        "server.1=a:1:2;[a,b]:3"
      })
  void anythingElseIsRefusedByName(String line) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> EnsembleMember.parse(line));

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("member '" + line + "': "), message);
  }

  @Test
  void addressCannotSmuggleAnotherMemberIn() {
    assertThrows(IllegalArgumentException.class, () -> new Address("a:1:2,server.9=b", 2888, 3888));
    assertThrows(IllegalArgumentException.class, () -> new Address("a", 0, 3888));
    assertThrows(IllegalArgumentException.class, () -> new Address("a", 2888, 65536));
  }
}
