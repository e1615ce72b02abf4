package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.spi.Handler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class ZkOptionsTest {
  private static final Authentication BOB = Authentication.digest("bob", "hidden");
  private static final Authentication EVE = Authentication.digest("eve", "hidden");

  private static ZkOptions.Builder some() {
    return ZkOptions.to("a:1,b:2/root");
  }

  private static String refusal(Runnable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  /** Not a real one: that would fix the limits on keys that another test sets. */
  private static SSLContext tls() {
    return new SSLContext(null, null, "TLS") {};
  }

  private static Handler handler() {
    return (Handler)
        Proxy.newProxyInstance(
            Handler.class.getClassLoader(),
            new Class<?>[] {Handler.class},
            (proxy, method, arguments) -> {
              throw new AssertionError("options use no handler");
            });
  }

  @Test
  void defaultsAreWhatIsDocumented() {
    ZkOptions options = some().build();

    assertEquals(Hosts.parse("a:1,b:2/root"), options.hosts());
    assertEquals(Duration.ofSeconds(10), options.sessionTimeout());
    assertEquals(Duration.ofSeconds(3), options.connectTimeout());
    assertEquals(Duration.ofSeconds(3), options.handshakeTimeout());
    assertEquals(Duration.ofSeconds(15), options.connectDeadline());
    assertFalse(options.keepsHostOrder());
    assertFalse(options.followsEnsemble());
    assertEquals(Duration.ofSeconds(30), options.requestDeadline());
    assertEquals(Duration.ofSeconds(5), options.closeDeadline());
    assertEquals(ReconnectPolicy.DEFAULT, options.reconnect());
    assertEquals(65_536, options.maxQueuedRequests());
    assertEquals(1_048_575, options.maxPacketBytes());
    assertEquals(Acl.OPEN, options.defaultAcl());
    assertEquals(List.of(), options.credentials());
    assertFalse(options.acceptsReadOnly());
    assertNull(options.tls());
    assertNull(options.handlerName());
    assertNull(options.handler());
    assertNull(options.attachment());
    assertEquals(List.of(), options.observers());
    assertEquals(Duration.ofMillis(100), options.slowCallback());
  }

  @Test
  void everythingSetIsKeptAlsoInACopy() {
    TlsOptions tls = TlsOptions.DEFAULT.protocols("TLSv1.3");
    ClientObserver one = new ClientObserver() {};
    ClientObserver two = new ClientObserver() {};
    ReconnectPolicy policy =
        new ReconnectPolicy.Backoff(Duration.ofSeconds(1), Duration.ofSeconds(2), 0);
    ZkOptions options =
        some()
            .root("/other")
            .sessionTimeout(Duration.ofSeconds(1))
            .connectTimeout(Duration.ofSeconds(2))
            .handshakeTimeout(Duration.ofSeconds(3))
            .connectDeadline(Duration.ofSeconds(4))
            .keepHostOrder()
            .followEnsemble()
            .requestDeadline(Duration.ofSeconds(6))
            .closeDeadline(Duration.ofSeconds(7))
            .reconnect(policy)
            .maxQueuedRequests(1)
            .maxPacketBytes(1024)
            .defaultAcl(Acl.CREATOR_ALL)
            .authenticate(BOB)
            .authenticate(EVE)
            .acceptReadOnly()
            .tls(tls)
            .handler("nio")
            .attach(7, new byte[] {1})
            .observer(one)
            .observer(two)
            .slowCallback(Duration.ofSeconds(8))
            .build();

    for (ZkOptions same : List.of(options, options.toBuilder().build())) {
      assertEquals(Hosts.parse("a:1,b:2/other"), same.hosts());
      assertEquals(Duration.ofSeconds(1), same.sessionTimeout());
      assertEquals(Duration.ofSeconds(2), same.connectTimeout());
      assertEquals(Duration.ofSeconds(3), same.handshakeTimeout());
      assertEquals(Duration.ofSeconds(4), same.connectDeadline());
      assertTrue(same.keepsHostOrder());
      assertTrue(same.followsEnsemble());
      assertEquals(Duration.ofSeconds(6), same.requestDeadline());
      assertEquals(Duration.ofSeconds(7), same.closeDeadline());
      assertSame(policy, same.reconnect());
      assertEquals(1, same.maxQueuedRequests());
      assertEquals(1024, same.maxPacketBytes());
      assertEquals(Acl.CREATOR_ALL, same.defaultAcl());
      assertEquals(List.of(BOB, EVE), same.credentials(), "in the order they were added");
      assertTrue(same.acceptsReadOnly());
      assertSame(tls, same.tls());
      assertEquals("nio", same.handlerName());
      assertEquals(new ZkOptions.Attachment(7, new byte[] {1}), same.attachment());
      assertEquals(List.of(one, two), same.observers());
      assertEquals(Duration.ofSeconds(8), same.slowCallback());
    }
  }

  @Test
  void optionsDoNotChangeWithTheBuilder() {
    ZkOptions.Builder builder = some().authenticate(BOB);
    ZkOptions before = builder.build();

    ZkOptions after = builder.authenticate(EVE).acceptReadOnly().build();

    assertEquals(List.of(BOB), before.credentials());
    assertFalse(before.acceptsReadOnly());
    assertEquals(List.of(BOB, EVE), after.credentials());
  }

  @Test
  void changingACopyLeavesTheOriginal() {
    ZkOptions original = some().build();

    ZkOptions copy = original.toBuilder().root("/copy").maxQueuedRequests(2).build();

    assertEquals("/root", original.hosts().root());
    assertEquals(65_536, original.maxQueuedRequests());
    assertEquals("/copy", copy.hosts().root());
    assertEquals(2, copy.maxQueuedRequests());
  }

  @Test
  void theLastHandlerNamedOrGivenCounts() {
    Handler shared = handler();

    ZkOptions given = some().handler("nio").handler(shared).build();
    ZkOptions named = some().handler(shared).handler("nio").build();

    assertSame(shared, given.handler());
    assertNull(given.handlerName());
    assertNull(named.handler());
    assertEquals("nio", named.handlerName());
  }

  private static void refusesWhatIsNotPositive(
      String name, BiConsumer<ZkOptions.Builder, Duration> set) {
    assertEquals(
        name + " must be positive but was PT0S", refusal(() -> set.accept(some(), Duration.ZERO)));
    assertEquals(
        name + " must be positive but was PT-1S",
        refusal(() -> set.accept(some(), Duration.ofSeconds(-1))));
  }

  @Test
  void durationsArePositive() {
    refusesWhatIsNotPositive("sessionTimeout", ZkOptions.Builder::sessionTimeout);
    refusesWhatIsNotPositive("connectTimeout", ZkOptions.Builder::connectTimeout);
    refusesWhatIsNotPositive("handshakeTimeout", ZkOptions.Builder::handshakeTimeout);
    refusesWhatIsNotPositive("connectDeadline", ZkOptions.Builder::connectDeadline);
    refusesWhatIsNotPositive("requestDeadline", ZkOptions.Builder::requestDeadline);
    refusesWhatIsNotPositive("slowCallback", ZkOptions.Builder::slowCallback);
    refusesWhatIsNotPositive("closeDeadline", ZkOptions.Builder::closeDeadline);
  }

  @Test
  void sessionTimeoutIsWhatTheWireCanSay() {
    Duration longest = Duration.ofMillis(Integer.MAX_VALUE);

    assertEquals(longest, some().sessionTimeout(longest).build().sessionTimeout());
    for (Duration tooLong : List.of(longest.plusMillis(1), Duration.ofSeconds(Long.MAX_VALUE))) {
      assertEquals(
          "sessionTimeout is too long: " + tooLong, refusal(() -> some().sessionTimeout(tooLong)));
    }
    assertEquals(
        "sessionTimeout must be at least 1 ms but was PT0.000999999S",
        refusal(() -> some().sessionTimeout(Duration.ofNanos(999_999))));
  }

  @Test
  void limitsHaveALeast() {
    assertEquals(
        "maxQueuedRequests must be at least 1 but was 0",
        refusal(() -> some().maxQueuedRequests(0)));
    assertEquals(
        "maxPacketBytes must be at least 1024 bytes but was 1023",
        refusal(() -> some().maxPacketBytes(1023)));
  }

  @Test
  void badHostsAndRootsAreRefusedAtOnce() {
    assertEquals("hosts 'a,' has an empty server", refusal(() -> ZkOptions.to("a,")));
    assertEquals("path must start with / at index 0: r", refusal(() -> some().root("r")));
  }

  @Test
  void defaultAclIsCopiedAndNeverEmpty() {
    List<Acl> acl = new ArrayList<>(Acl.READ_ONLY);
    ZkOptions options = some().defaultAcl(acl).build();

    acl.clear();

    assertEquals(Acl.READ_ONLY, options.defaultAcl());
    assertEquals(
        "defaultAcl must not be empty: nobody could use a znode",
        refusal(() -> some().defaultAcl(acl)));
  }

  @Test
  void passwordOfASessionIsCopied() {
    byte[] password = {1, 2, 3};
    ZkOptions options = some().attach(7, password).build();

    password[0] = 9;

    ZkOptions.Attachment attachment = options.attachment();
    assertNotNull(attachment);
    assertArrayEquals(new byte[] {1, 2, 3}, attachment.password());
  }

  @Test
  void attachmentsAreEqualWithTheSameSessionAndPassword() {
    ZkOptions.Attachment one = new ZkOptions.Attachment(7, new byte[] {1});

    assertEquals(one, new ZkOptions.Attachment(7, new byte[] {1}));
    assertEquals(one.hashCode(), new ZkOptions.Attachment(7, new byte[] {1}).hashCode());
    assertNotEquals(one, new ZkOptions.Attachment(8, new byte[] {1}));
    assertNotEquals(one, new ZkOptions.Attachment(7, new byte[] {2}));
  }

  @Test
  void secretsAreNotPrinted() {
    ZkOptions options =
        some().authenticate(BOB).tls(tls()).attach(0x17, new byte[] {77, 78}).build();

    assertEquals(
        "ZkOptions[a:1,b:2/root, session timeout PT10S, request deadline PT30S, tls,"
            + " [Authentication[digest]]]",
        options.toString());
    assertEquals("Attachment[0x17]", String.valueOf(options.attachment()));
  }
}
