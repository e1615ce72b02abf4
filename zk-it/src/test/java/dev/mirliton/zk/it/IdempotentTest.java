package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.BadVersionException;
import dev.mirliton.zk.ClientClosedException;
import dev.mirliton.zk.ConnectionLossException;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Created;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.NodeExistsException;
import dev.mirliton.zk.NotEmptyException;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.RetryPolicy;
import dev.mirliton.zk.SessionExpiredException;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Break;
import dev.mirliton.zk.testing.FrameRule;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.WireProxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Writes whose answer is lost, before or after the server carried them out. */
@EveryHandler
@SuppressWarnings("NullAway.Init") // JUnit sets them
class IdempotentTest extends FaultSuite {
  private static final byte[] OURS = bytes("ours");
  private static final Duration BRIEF = Duration.ofMillis(300);
  private static final Version FIRST = new Version(0);
  private static final FrameRule HANG_UP =
      (frame, wire) -> wire.breakOff(Break.CLOSE, frame.direction());

  private WireProxy proxy;
  private ZkClient witness;
  private ZkClient zk;
  private ZkClient sure;

  /** When a connection breaks. */
  private enum Loss {
    BEFORE,
    AFTER
  }

  @BeforeEach
  void connectThroughProxy() throws InterruptedException {
    witness = connect();
    proxy = WireProxy.to(server);
    zk = connect(options(proxy).reconnect(EAGER));
    sure = zk.idempotent();
  }

  @AfterEach
  void closeProxy() {
    proxy.welcome();
    zk.close(); // while there is a way to the server
    proxy.close();
  }

  /** What others do between a request and its answer. */
  private interface Interference {
    void happen() throws Exception;
  }

  private void loseNext(int opCode, Loss when) {
    loseNext(opCode, when, () -> {});
  }

  /** Loses the next request, or the next answer, and lets others act in that moment. */
  private void loseNext(int opCode, Loss when, Interference interference) {
    proxy.next(
        frame -> when == Loss.BEFORE ? frame.isRequest(opCode) : frame.isReplyTo(opCode),
        (frame, wire) -> {
          interference.happen();
          HANG_UP.apply(frame, wire);
        });
  }

  /** Ends as a plain write whose answer is lost, and tells what else was learnt. */
  private static void assertInDoubt(Class<? extends Throwable> learnt, Executable write) {
    ConnectionLossException lost = assertThrows(ConnectionLossException.class, write);
    assertEquals(Fate.UNKNOWN, lost.fate());
    assertSuppresses(learnt, lost);
  }

  private static void assertSuppresses(Class<? extends Throwable> wanted, ZkException failure) {
    Throwable[] suppressed = failure.getSuppressed();
    assertTrue(
        Arrays.stream(suppressed).anyMatch(wanted::isInstance),
        () -> "suppressed: " + Arrays.toString(suppressed));
  }

  // ---- create ----------------------------------------------------------------------------------

  @Test
  void createIsDoneOnceWhetherItHappenedOrNot() throws Exception {
    List<CreateOptions> kinds =
        List.of(
            CreateOptions.PERSISTENT,
            CreateOptions.EPHEMERAL,
            CreateOptions.CONTAINER,
            CreateOptions.ttl(Duration.ofHours(1)));
    List<Integer> opCodes =
        List.of(OpCode.CREATE, OpCode.CREATE, OpCode.CREATE_CONTAINER, OpCode.CREATE_TTL);
    for (Loss loss : Loss.values()) {
      for (int i = 0; i < kinds.size(); i++) {
        String path = "/" + loss + i;
        loseNext(opCodes.get(i), loss);

        assertEquals(path, sure.create(path, OURS, kinds.get(i)), path);

        assertEquals("ours", text(zk.get(path)), path);
        Stat stat = zk.exists(path).orElseThrow();
        assertEquals(0, stat.version(), path);
        assertEquals(i == 1, stat.isEphemeral(), path);
      }
    }
  }

  @Test
  void createWithStatTellsTheStatThatIsThere() throws Exception {
    for (Loss loss : Loss.values()) {
      loseNext(OpCode.CREATE2, loss);

      Created created = sure.createWithStat("/" + loss, OURS, CreateOptions.EPHEMERAL);

      assertEquals("/" + loss, created.path());
      assertEquals(zk.exists("/" + loss).orElseThrow(), created.stat());
    }
  }

  @Test
  void createMakesParentsToo() throws Exception {
    for (Loss loss : Loss.values()) {
      String path = "/parents/" + loss + "/of/it";
      for (int i = 0; i < 3; i++) { // the first attempt, a parent, and the last one
        loseNext(OpCode.CREATE, loss);
      }

      assertEquals(path, sure.create(path, OURS, CreateOptions.EPHEMERAL.withParents()));

      assertEquals("ours", text(zk.get(path)));
    }
  }

  @Test
  void whatWasThereBeforeIsNotTakenForOurs() throws Exception {
    witness.create("/a", OURS);
    zk.sync("/");

    for (Loss loss : Loss.values()) {
      loseNext(OpCode.CREATE, loss);

      NodeExistsException refused =
          assertThrows(NodeExistsException.class, () -> sure.create("/a", OURS));

      assertEquals("/a", refused.path());
      assertSuppresses(ConnectionLossException.class, refused);
    }
  }

  @Test
  void ephemeralOfAnotherSessionIsNotTakenForOurs() throws Exception {
    loseNext(OpCode.CREATE, Loss.BEFORE, () -> witness.create("/a", OURS, CreateOptions.EPHEMERAL));

    assertThrows(NodeExistsException.class, () -> sure.create("/a", OURS, CreateOptions.EPHEMERAL));

    assertEquals(session(witness).id(), zk.exists("/a").orElseThrow().ephemeralOwner());
  }

  @Test
  void equalZnodeThatAnotherMadeMeanwhileIsTheSameEffect() throws Exception {
    loseNext(OpCode.CREATE, Loss.BEFORE, () -> witness.create("/a", OURS));

    assertEquals("/a", sure.create("/a", OURS));
  }

  @Test
  void createStaysInDoubtWhereAnotherWroteSince() throws Exception {
    loseNext(OpCode.CREATE, Loss.AFTER, () -> witness.set("/a", bytes("theirs")));
    assertInDoubt(NodeExistsException.class, () -> sure.create("/a", OURS));

    loseNext(OpCode.CREATE, Loss.BEFORE, () -> witness.create("/b", bytes("theirs")));
    assertInDoubt(NodeExistsException.class, () -> sure.create("/b", OURS));
  }

  @Test
  void createStaysInDoubtWhereItsParentIsGone() throws Exception {
    zk.create("/a", NOTHING);
    loseNext(OpCode.CREATE, Loss.AFTER, () -> witness.deleteTree("/a"));

    assertInDoubt(NoNodeException.class, () -> sure.create("/a/b", OURS));
  }

  @Test
  void createIsDoneAgainWhereItWasDeletedMeanwhile() throws Exception {
    loseNext(OpCode.CREATE, Loss.AFTER, () -> witness.delete("/a"));
    assertEquals("/a", sure.create("/a", OURS));

    // It is still there when the repetition is refused, and gone when it is looked for.
    loseNext(OpCode.CREATE, Loss.AFTER);
    proxy.next(
        frame -> frame.isRequest(OpCode.GET_DATA),
        (frame, wire) -> {
          witness.delete("/b");
          wire.send(frame);
        });
    assertEquals("/b", sure.create("/b", OURS));
    assertEquals("ours", text(zk.get("/b")));
  }

  @Test
  void ephemeralOfAnEndedSessionIsNotTakenForOurs() throws Exception {
    for (Loss loss : Loss.values()) {
      loseNext(OpCode.CREATE, loss, () -> Sessions.expire(zk, server));

      SessionExpiredException expired =
          assertThrows(
              SessionExpiredException.class,
              () -> sure.create("/a", OURS, CreateOptions.EPHEMERAL));

      assertEquals(Fate.UNKNOWN, expired.fate());
      assertSuppresses(ConnectionLossException.class, expired);
      assertTrue(zk.exists("/a").isEmpty());
    }
  }

  @Test
  void sequentialCreateIsRefusedAtOnce() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    proxy.every(
        frame -> frame.isRequest(OpCode.CREATE),
        (frame, wire) -> {
          sent.incrementAndGet();
          wire.send(frame);
        });
    CreateOptions numbered = CreateOptions.PERSISTENT.sequential();

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> sure.create("/a-", OURS, numbered));
    assertThrows(
        IllegalArgumentException.class,
        () -> sure.async().createWithStat("/a-", OURS, numbered.withParents()));

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("/a-") && message.contains("uniqueName"), message);
    assertEquals(0, sent.get());
    assertEquals("/a-0000000000", zk.create("/a-", OURS, numbered));
  }

  // ---- set -------------------------------------------------------------------------------------

  @Test
  void setWithAVersionIsDoneOnceWhetherItHappenedOrNot() throws Exception {
    for (Loss loss : Loss.values()) {
      String path = "/" + loss;
      zk.create(path, NOTHING);
      loseNext(OpCode.SET_DATA, loss);

      Stat stat = sure.set(path, OURS, FIRST);

      assertEquals(1, stat.version());
      assertEquals(zk.exists(path).orElseThrow(), stat);
      assertEquals("ours", text(zk.get(path)));
    }
  }

  @Test
  void setWithoutAVersionIsDoneAgain() throws Exception {
    zk.create("/a", NOTHING);
    loseNext(OpCode.SET_DATA, Loss.AFTER, () -> witness.set("/a", bytes("theirs")));

    Stat stat = sure.set("/a", OURS);

    assertEquals(3, stat.version());
    assertEquals("ours", text(zk.get("/a")));
  }

  @Test
  void setStaysInDoubtWhereAnotherWroteOrDeletedSince() throws Exception {
    zk.create("/a", NOTHING);
    loseNext(OpCode.SET_DATA, Loss.BEFORE, () -> witness.set("/a", bytes("theirs")));
    assertInDoubt(BadVersionException.class, () -> sure.set("/a", OURS, FIRST));

    zk.create("/b", NOTHING);
    loseNext(OpCode.SET_DATA, Loss.AFTER, () -> witness.set("/b", bytes("theirs")));
    assertInDoubt(BadVersionException.class, () -> sure.set("/b", OURS, FIRST));

    zk.create("/c", NOTHING);
    loseNext(OpCode.SET_DATA, Loss.AFTER, () -> witness.delete("/c"));
    assertInDoubt(NoNodeException.class, () -> sure.set("/c", OURS, FIRST));
    assertEquals("theirs", text(zk.get("/a")));
    assertEquals("theirs", text(zk.get("/b")));
  }

  @Test
  void refusalWithoutALossIsTheUsualOne() throws Exception {
    zk.create("/a", NOTHING);

    assertThrows(BadVersionException.class, () -> sure.set("/a", OURS, new Version(7)));
    assertThrows(BadVersionException.class, () -> sure.delete("/a", new Version(7)));
    assertThrows(NodeExistsException.class, () -> sure.create("/a", NOTHING));
    assertThrows(NoNodeException.class, () -> sure.delete("/none"));
    assertThrows(NoNodeException.class, () -> sure.create("/none/a", NOTHING));
  }

  @Test
  void setAclIsDoneOnceWhetherItHappenedOrNot() throws Exception {
    List<Acl> acl = Acl.OPEN.reversed();
    for (Loss loss : Loss.values()) {
      String path = "/" + loss;
      zk.create(path, NOTHING);
      loseNext(OpCode.SET_ACL, loss);

      Stat stat = sure.setAcl(path, acl, FIRST);

      assertEquals(1, stat.aversion());
      assertEquals(zk.exists(path).orElseThrow(), stat);
    }
  }

  @Test
  void setAclStaysInDoubtWhereAnotherChangedItSince() throws Exception {
    zk.create("/a", NOTHING);
    loseNext(OpCode.SET_ACL, Loss.AFTER, () -> witness.setAcl("/a", Acl.OPEN, new Version(1)));

    assertInDoubt(BadVersionException.class, () -> sure.setAcl("/a", Acl.OPEN, FIRST));
  }

  // ---- delete ----------------------------------------------------------------------------------

  @Test
  void deleteIsDoneWhetherItHappenedOrNot() throws Exception {
    for (Loss loss : Loss.values()) {
      for (Version expected : List.of(Version.ANY, FIRST)) {
        zk.create("/a", NOTHING);
        loseNext(OpCode.DELETE, loss);

        sure.delete("/a", expected);

        assertTrue(zk.exists("/a").isEmpty());
      }
    }
  }

  @Test
  void deleteStaysInDoubtWhereAnotherMadeTheNameNew() throws Exception {
    zk.create("/a", NOTHING);
    loseNext(
        OpCode.DELETE,
        Loss.AFTER,
        () -> {
          witness.create("/a", bytes("theirs"));
          witness.set("/a", bytes("theirs"));
        });
    assertInDoubt(BadVersionException.class, () -> sure.delete("/a", FIRST));
    assertEquals("theirs", text(zk.get("/a")));

    loseNext(OpCode.DELETE, Loss.BEFORE, () -> witness.create("/a/b", NOTHING));
    assertInDoubt(NotEmptyException.class, () -> sure.delete("/a"));
  }

  // ---- how long --------------------------------------------------------------------------------

  @Test
  void connectionMayBeLostManyTimes() throws Exception {
    for (int i = 0; i < 2; i++) {
      loseNext(OpCode.CREATE, Loss.BEFORE);
      loseNext(OpCode.CREATE, Loss.AFTER);
      loseNext(OpCode.GET_DATA, Loss.AFTER);
    }

    assertEquals("/a", sure.create("/a", OURS));
    assertEquals(0, zk.exists("/a").orElseThrow().version());
  }

  @Test
  void serverThatHangsUpOnTheRequestIsAskedWithPauses() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    proxy.every(
        frame -> frame.isRequest(OpCode.DELETE),
        (frame, wire) -> {
          asked.incrementAndGet();
          HANG_UP.apply(frame, wire);
        });
    zk.create("/a", NOTHING);

    ZkException given =
        assertThrows(ZkException.class, () -> sure.within(Duration.ofSeconds(2)).delete("/a"));

    // One at once, then after 50 ms at least, 100 ms at least, …: no more than that fits.
    assertTrue(asked.get() >= 2 && asked.get() <= 8, "asked: " + asked);
    assertSuppresses(ConnectionLossException.class, given);
  }

  @Test
  void deadlineIsThatOfOneCallAndLeavesItInDoubt() throws Exception {
    zk.create("/a", NOTHING);
    loseNext(OpCode.DELETE, Loss.BEFORE, proxy::refuse);

    DeadlineExceededException late =
        assertThrows(DeadlineExceededException.class, () -> sure.within(BRIEF).delete("/a"));

    // The repetition was not sent, the first request was.
    assertEquals(Fate.UNKNOWN, late.fate());
    assertSuppresses(ConnectionLossException.class, late);
  }

  @Test
  void closingTheClientEndsIt() throws Exception {
    zk.create("/a", NOTHING);
    Told<StateChange> changes = Told.by(zk);
    loseNext(OpCode.DELETE, Loss.BEFORE, proxy::refuse);
    AsyncResult<Void> deleted = sure.async().delete("/a");
    Told.await(changes, ConnectionState.SUSPENDED);
    assertFalse(deleted.isReady());

    zk.close();

    ClientClosedException closed =
        assertInstanceOf(ClientClosedException.class, deleted.exception());
    assertEquals(Fate.UNKNOWN, closed.fate());
  }

  @Test
  void closingTheClientEndsAPauseToo() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    proxy.every(
        frame -> frame.isRequest(OpCode.DELETE),
        (frame, wire) -> {
          asked.incrementAndGet();
          HANG_UP.apply(frame, wire);
        });
    AsyncResult<Void> deleted = sure.async().delete("/a");
    Await.until(LIMIT, () -> asked.get() == 4); // which 200 ms at least without another follow

    zk.close();

    ClientClosedException closed =
        assertInstanceOf(ClientClosedException.class, deleted.exception());
    assertEquals(Fate.UNKNOWN, closed.fate());
  }

  @Test
  void sessionThatEndsInThePauseEndsItToo() throws Exception {
    for (Loss loss : Loss.values()) {
      loseNext(OpCode.CREATE, Loss.BEFORE);
      loseNext(OpCode.CREATE, loss, () -> Sessions.expire(zk, server));

      SessionExpiredException expired =
          assertThrows(
              SessionExpiredException.class,
              () -> sure.create("/a", OURS, CreateOptions.EPHEMERAL));

      assertEquals(Fate.UNKNOWN, expired.fate());
      assertTrue(zk.exists("/a").isEmpty());
    }
  }

  @Test
  void cancelledRequestIsNotMadeAgain() throws Exception {
    zk.create("/a", NOTHING);
    Told<StateChange> changes = Told.by(zk);
    loseNext(OpCode.DELETE, Loss.BEFORE, proxy::refuse);
    AsyncResult<Void> lost = sure.async().delete("/a");
    Told.await(changes, ConnectionState.SUSPENDED);
    AsyncResult<String> queued = sure.async().create("/b", OURS);

    assertTrue(lost.cancel());
    assertTrue(queued.cancel());
    proxy.welcome();

    assertTrue(zk.exists("/a").isPresent());
    assertTrue(zk.exists("/b").isEmpty());
  }

  // ---- together with other things --------------------------------------------------------------

  @Test
  void itWorksWithinACallback() throws Exception {
    Told<String> told = new Told<>();
    loseNext(OpCode.CREATE, Loss.AFTER);
    loseNext(OpCode.CREATE, Loss.BEFORE);
    loseNext(OpCode.CREATE, Loss.BEFORE); // so that there is a pause too

    zk.async()
        .exists("/")
        .link(
            ready -> {
              try {
                told.add(sure.create("/a", OURS));
              } catch (Exception failure) {
                told.add(failure.toString());
              }
            });

    assertEquals("/a", told.next());
  }

  @Test
  void otherViewsKeepIt() throws Exception {
    zk.create("/a", NOTHING);
    loseNext(OpCode.CREATE, Loss.AFTER);
    loseNext(OpCode.SET_DATA, Loss.AFTER);
    loseNext(OpCode.DELETE, Loss.AFTER);
    AtomicInteger tries = new AtomicInteger();

    assertEquals("/b", sure.rooted("/a").create("/b", OURS));
    assertEquals(1, sure.within(LIMIT).set("/a/b", bytes("x"), FIRST).version());
    sure.retry(
        client -> {
          tries.incrementAndGet();
          client.delete("/a/b", new Version(1));
          return "done";
        });

    assertEquals(1, tries.get());
    assertTrue(zk.exists("/a/b").isEmpty());
  }

  @Test
  void operationThatIsRetriedMayBeginIt() throws Exception {
    loseNext(OpCode.CREATE, Loss.AFTER);
    AtomicInteger tries = new AtomicInteger();

    String made =
        zk.retry(
            RetryPolicy.DEFAULT,
            client -> {
              tries.incrementAndGet();
              return client.idempotent().create("/a", OURS);
            });

    assertEquals("/a", made);
    assertEquals(1, tries.get());
  }

  @Test
  void whatStaysInDoubtIsAWriteThatMayHaveHappenedForARetry() throws Exception {
    loseNext(OpCode.CREATE, Loss.AFTER, () -> witness.set("/a", bytes("theirs")));
    AtomicInteger tries = new AtomicInteger();

    assertInDoubt(
        NodeExistsException.class,
        () ->
            sure.retry(
                client -> {
                  tries.incrementAndGet();
                  return client.create("/a", OURS);
                }));

    assertEquals(1, tries.get());
  }

  @Test
  void plainClientAndTransactionsAreAsEver() throws Exception {
    loseNext(OpCode.CREATE, Loss.BEFORE);
    assertThrows(ConnectionLossException.class, () -> zk.create("/a", OURS));

    loseNext(OpCode.MULTI, Loss.BEFORE);
    assertThrows(ConnectionLossException.class, () -> sure.transact(Op.create("/a", OURS)));
    assertTrue(sure.exists("/a").isEmpty());
  }

  @Test
  void manyAtATimeAreAllDone() throws Exception {
    loseNext(OpCode.CREATE, Loss.AFTER);
    List<AsyncResult<String>> made =
        IntStream.range(0, 100).mapToObj(i -> sure.async().create("/" + i, OURS)).toList();

    for (AsyncResult<String> each : made) {
      each.get();
    }

    Await.until(LIMIT, () -> witness.children("/").size() == 100);
  }
}
