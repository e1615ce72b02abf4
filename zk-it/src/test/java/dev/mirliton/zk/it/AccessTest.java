package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AccessException;
import dev.mirliton.zk.Acl;
import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.AuthenticationFailedException;
import dev.mirliton.zk.BadVersionException;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Identity;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.NodeAcl;
import dev.mirliton.zk.Permission;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.SinceServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may do what, and how a client says who it is. */
@EveryHandler
class AccessTest extends ClientSuite {
  private static final Authentication ALICE = Authentication.digest("alice", "secret");
  private static final Authentication NONSENSE = new Authentication("nosuch", bytes("x"));

  @Test
  void everybodyMayUseANewNode() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", NOTHING);

    NodeAcl acl = zk.acl("/a");

    assertEquals(Acl.OPEN, acl.entries());
    assertEquals(zk.exists("/a").orElseThrow(), acl.stat());
  }

  @Test
  void defaultAclIsTheOptions() throws Exception {
    ZkClient zk = connect(options().defaultAcl(Acl.READ_ONLY));

    zk.create("/a/b", NOTHING, CreateOptions.PERSISTENT.withParents().withAcl(Acl.OPEN));
    zk.create("/c", NOTHING);

    assertEquals(Acl.OPEN, zk.acl("/a").entries());
    assertEquals(Acl.READ_ONLY, zk.acl("/c").entries());
  }

  @Test
  void replacedAclHolds() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", NOTHING);
    List<Acl> noWrite = List.of(Acl.allow(Identity.ANYONE, Permission.READ, Permission.ADMIN));

    zk.setAcl("/a", noWrite, Version.ofAcl(zk.acl("/a").stat()));

    assertEquals(noWrite, zk.acl("/a").entries());
    AccessException refused = assertThrows(AccessException.class, () -> zk.set("/a", NOTHING));
    assertEquals("/a", refused.path());
    assertThrows(
        BadVersionException.class,
        () -> zk.setAcl("/a", Acl.OPEN, Version.ofAcl(zk.exists("/").orElseThrow())));
    zk.setAcl("/a", Acl.OPEN, Version.ANY);
    zk.set("/a", NOTHING);
  }

  @Test
  void creatorAloneMayUseItsNode() throws Exception {
    ZkClient alice = connect(options().authenticate(ALICE));
    ZkClient stranger = connect();

    alice.create("/hers", bytes("x"), CreateOptions.PERSISTENT.withAcl(Acl.CREATOR_ALL));

    assertEquals("x", text(alice.get("/hers")));
    assertThrows(AccessException.class, () -> stranger.get("/hers"));
  }

  @Test
  void credentialsAreShownAfterEveryReconnect() throws Exception {
    ZkClient alice = connect(options().authenticate(ALICE));
    alice.create("/hers", bytes("x"), CreateOptions.PERSISTENT.withAcl(Acl.CREATOR_ALL));

    Sessions.disconnect(alice, server);

    assertEquals("x", text(alice.get("/hers")));
    Told<StateChange> changes = Told.by(alice);
    Sessions.expire(alice, server);
    Told.await(changes, ConnectionState.LOST); // before that it looks connected
    Told.await(changes, ConnectionState.CONNECTED);
    assertEquals("x", text(alice.get("/hers")));
  }

  @Test
  void credentialsCanBeShownLater() throws Exception {
    ZkClient alice = connect(options().authenticate(ALICE));
    alice.create("/hers", bytes("x"), CreateOptions.PERSISTENT.withAcl(Acl.CREATOR_ALL));
    ZkClient late = connect();
    assertThrows(AccessException.class, () -> late.get("/hers"));

    late.authenticate(ALICE);

    assertEquals("x", text(late.get("/hers")));
    Sessions.disconnect(late, server);
    assertEquals("x", text(late.get("/hers")));
  }

  @Test
  void credentialsGivenWhileNoServerIsThereAreShownToTheNext() throws Exception {
    ZkClient alice = connect(options().authenticate(ALICE));
    alice.create("/hers", bytes("x"), CreateOptions.PERSISTENT.withAcl(Acl.CREATOR_ALL));
    try (FaultProxy proxy = FaultProxy.to(server)) {
      ZkClient late = connect(options(proxy));
      Told<StateChange> changes = Told.by(late);
      proxy.refuse();
      proxy.cut();
      Told.await(changes, ConnectionState.SUSPENDED);

      AsyncResult<Void> shown = late.async().authenticate(ALICE);
      assertFalse(shown.isReady());
      proxy.heal();

      shown.get(LIMIT);
      assertEquals("x", text(late.get("/hers")));
      late.close();
    }
  }

  @Test
  @SinceServer("3.7")
  void sameCredentialsAgainAreOneIdentity() throws Exception {
    ZkClient zk = connect(options().authenticate(ALICE));

    zk.authenticate(ALICE);
    zk.authenticate(ALICE);

    Sessions.disconnect(zk, server);
    assertEquals(1, zk.whoAmI().stream().filter(each -> each.scheme().equals("digest")).count());
  }

  @Test
  void creatorWithoutNameIsRefused() throws Exception {
    ZkClient zk = connect();

    assertThrows(
        AccessException.class,
        () -> zk.create("/a", NOTHING, CreateOptions.PERSISTENT.withAcl(Acl.CREATOR_ALL)));
  }

  @Test
  @SinceServer("3.7")
  void serverTellsWhoWeAre() throws Exception {
    ZkClient zk = connect(options().authenticate(ALICE));

    List<Identity> us = zk.whoAmI();

    assertTrue(us.contains(new Identity("digest", "alice")), us.toString());
    Identity host = us.stream().filter(each -> each.scheme().equals("ip")).findAny().orElseThrow();
    assertTrue(ask("cons").contains("/" + host.id()), host.toString());
  }

  @Test
  void refusedCredentialsEndTheClient() throws Exception {
    ZkClient zk = clients.start(options().authenticate(NONSENSE).build());
    Told<StateChange> changes = Told.by(zk);

    assertThrows(AuthenticationFailedException.class, () -> zk.awaitConnected(LIMIT));

    assertEquals(KeeperState.AUTH_FAILED, zk.detail());
    assertEquals(ConnectionState.LOST, zk.state());
    assertThrows(AuthenticationFailedException.class, () -> zk.get("/"));
    assertFalse(changes.rest().stream().anyMatch(c -> c.state() == ConnectionState.CONNECTED));
  }

  @Test
  void connectWithRefusedCredentialsThrows() {
    assertThrows(
        AuthenticationFailedException.class,
        () -> ZkClient.connect(options().authenticate(NONSENSE).build()).close());
  }

  @Test
  void credentialsRefusedLaterAreForgotten() throws Exception {
    ZkClient zk = connect();

    assertThrows(AuthenticationFailedException.class, () -> zk.authenticate(NONSENSE));

    zk.awaitConnected(LIMIT);
    assertTrue(zk.exists("/").isPresent());
    Sessions.disconnect(zk, server);
    assertTrue(zk.exists("/").isPresent());
  }
}
