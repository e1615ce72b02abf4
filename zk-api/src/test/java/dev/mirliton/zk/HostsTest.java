package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.Hosts.Server;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

  private static String refusal(String text) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> Hosts.parse(text)).getMessage());
  }

  @Test
  void serversKeepTheirOrder() {
    Hosts hosts = Hosts.parse("c:1,a:2,b:3");

    assertEquals(
        List.of(new Server("c", 1), new Server("a", 2), new Server("b", 3)), hosts.servers());
    assertEquals("/", hosts.root());
  }

  @Test
  void serverWithoutPortHasTheDefaultOne() {
    assertEquals(
        List.of(new Server("zk1.example.org", 2181)), Hosts.parse("zk1.example.org").servers());
    assertEquals(List.of(new Server("::1", 2181)), Hosts.parse("[::1]").servers());
  }

  @Test
  void addressOfSixthVersionStandsInBrackets() {
    Hosts hosts = Hosts.parse("[2001:db8::7]:65535,[fe80::1%eth0]:1");

    assertEquals(
        List.of(new Server("2001:db8::7", 65535), new Server("fe80::1%eth0", 1)), hosts.servers());
  }

  @Test
  void blanksAroundServersAreIgnored() {
    assertEquals(
        List.of(new Server("a", 2181), new Server("b", 2), new Server("::1", 3)),
        Hosts.parse(" a , b:2\t,\n[::1]:3 /root").servers());
  }

  @ParameterizedTest
  @CsvSource({"a, /", "a/, /", "a/r, /r", "'a:1,b:2/r/s', /r/s", "'[::1]:1/r', /r"})
  void rootIsWhatFollowsTheFirstSlash(String text, String root) {
    assertEquals(root, Hosts.parse(text).root());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:2181", "a:1,b:2", "[::1]:2181", "a:2181/r", "[2001:db8::7]:1,b:2/r/s"})
  void whatIsPrintedIsWhatWasParsed(String text) {
    assertEquals(text, Hosts.parse(text).toString());
    assertEquals(Hosts.parse(text), Hosts.parse(Hosts.parse(text).toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", "a,", ",a", "a,,b", "a, ,b", "/r", "a,/r"})
  void emptyServerIsRefused(String text) {
    assertEquals("hosts '" + text + "' has an empty server", refusal(text));
  }

  @ParameterizedTest
  @CsvSource({
    "a:, ''",
    "a:0, 0",
    "a:65536, 65536",
    "a:-1, -1",
    "a:+1, +1",
    "a:x, x",
    "a:1x, 1x",
    "a:123456, 123456",
    "a:٣, ٣",
    "[::1]:, ''"
  })
  void portThatIsNoneIsRefused(String text, String port) {
    assertEquals(
        "hosts '" + text + "' has a port that is not 1 to 65535: '" + port + "'", refusal(text));
  }

  @ParameterizedTest
  @CsvSource({":1, :1", "'a,:1', :1", "[]:1, []:1", "[], []"})
  void emptyHostIsRefused(String text, String part) {
    assertEquals("hosts '" + text + "' has an empty host: '" + part + "'", refusal(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "2001:db8::7", "a:1:2"})
  void bareAddressOfSixthVersionIsRefused(String text) {
    assertEquals(
        "hosts '" + text + "' has an IPv6 address without brackets: '" + text + "'", refusal(text));
  }

  @Test
  void bracketsMustBeClosedAndFollowedByAPort() {
    assertEquals("hosts '[::1' has an IPv6 address without ]: '[::1'", refusal("[::1"));
    assertEquals("hosts '[::1]x' has something after ]: '[::1]x'", refusal("[::1]x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"user@a:1", "a b:1", "a\tb", "a\u00a0b"})
  void whatIsNoHostIsRefused(String text) {
    assertEquals(
        "hosts '" + text + "' has a server that is not host:port: '" + text + "'", refusal(text));
  }

  @Test
  void urlIsRefused() {
    assertEquals("hosts 'zk://a:1' is a URL; name servers as host:port", refusal("zk://a:1"));
  }

  @Test
  void badRootIsRefusedWithTheConnectString() {
    assertEquals("hosts 'a/r/': path must not end with / at index 2: /r/", refusal("a/r/"));
    assertEquals("hosts 'a//': path has an empty segment at index 1: //", refusal("a//"));
  }

  @Test
  void serversAreCopiedAndNeverEmpty() {
    List<Server> servers = new ArrayList<>(List.of(new Server("a", 1)));
    Hosts hosts = new Hosts(servers, "/");

    servers.clear();

    assertEquals(1, hosts.servers().size());
    assertEquals(
        "hosts must name at least one server",
        assertThrows(IllegalArgumentException.class, () -> new Hosts(servers, "/")).getMessage());
  }

  @Test
  void serverIsCheckedHoweverItIsMade() {
    assertEquals(
        "port must be 1 to 65535 but was 0",
        assertThrows(IllegalArgumentException.class, () -> new Server("a", 0)).getMessage());
    assertEquals(
        "port must be 1 to 65535 but was 65536",
        assertThrows(IllegalArgumentException.class, () -> new Server("a", 65536)).getMessage());
    assertEquals(
        "host must not be blank",
        assertThrows(IllegalArgumentException.class, () -> new Server(" ", 1)).getMessage());
  }
}
