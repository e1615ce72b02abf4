package dev.mirliton.zk.it.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.SessionExpiredException;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.ServerProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An ensemble that loses its quorum, and has it again. */
@OnEveryHandler
class QuorumTest extends EnsembleSuite {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(3);

  private ZkClient connectToTheLast(Duration timeout) throws InterruptedException {
    return connectTo(
        ensemble.servers().get(2),
        options(ensemble.proxiedConnectString()).sessionTimeout(timeout));
  }

  /** Kills all servers but the last, and returns when that has turned its client away. */
  private List<ServerProcess> loseQuorum(ZkClient zk) throws InterruptedException {
    List<ServerProcess> dying = ensemble.servers().subList(0, 2);
    for (ServerProcess server : dying) {
      server.kill();
    }
    Await.until("no quorum", LIMIT, () -> !ensemble.servers().get(2).isReady());
    Await.until("SUSPENDED", LIMIT, () -> zk.state() == ConnectionState.SUSPENDED);
    return dying;
  }

  @Test
  void requestsWaitForItOrFailWithTheirFate() throws Exception {
    ZkClient zk = connectToTheLast(LONG);
    ZkSession session = session(zk);
    StateLog log = StateLog.of(zk);
    zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);
    Watch watch = zk.existsAndWatch("/queued").watch();

    List<ServerProcess> dead = loseQuorum(zk);
    AsyncResult<String> queued = zk.async().create("/queued", NOTHING);
    DeadlineExceededException late =
        assertThrows(
            DeadlineExceededException.class,
            () -> zk.within(Duration.ofMillis(300)).create("/late", NOTHING));
    assertFalse(queued.isReady());
    for (ServerProcess server : dead) {
      server.launch();
    }

    assertEquals("/queued", queued.get());
    assertEquals(Fate.NOT_SENT, late.fate());
    assertEquals(new WatchEvent.Created("/queued"), watch.next());
    assertTrue(zk.exists("/late").isEmpty());
    assertTrue(zk.exists("/e").isPresent());
    assertSame(session, zk.session());
    assertFalse(log.saw(ConnectionState.LOST));
  }

  @Test
  void nothingIsToldWrongUnderLoad() throws Exception {
    ZkClient zk = connectToTheLast(LONG);
    StateLog log = StateLog.of(zk);
    CreationBook fates = new CreationBook();

    try (Traffic traffic = Traffic.on(zk, fates)) {
      List<ServerProcess> dead = loseQuorum(zk);
      for (ServerProcess server : dead) {
        server.launch();
      }
      traffic.awaitMore(100);
    }

    assertFalse(log.saw(ConnectionState.LOST));
    fates.verify(zk);
  }

  @Test
  void sessionIsGivenUpByTheClockNotBeforeItCanBeOver() throws Exception {
    ZkClient zk = connectToTheLast(SHORT);
    ZkSession session = session(zk);
    StateLog log = StateLog.of(zk);
    zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);

    long answeredNs = System.nanoTime();
    zk.exists("/e");
    List<ServerProcess> dead = loseQuorum(zk);
    AsyncResult<String> queued = zk.async().create("/queued", NOTHING);
    StateLog.Told lost = log.await(ConnectionState.LOST);

    assertTrue(lost.after(answeredNs).compareTo(SHORT) > 0, "given up after " + lost);
    assertSame(session, lost.change().session());
    assertFalse(session.isAlive());
    SessionExpiredException over = assertThrows(SessionExpiredException.class, queued::get);
    assertEquals(Fate.NOT_SENT, over.fate());
    for (ServerProcess server : dead) {
      server.launch();
    }
    log.await(ConnectionState.CONNECTED);
    assertNotSame(session, zk.session());
    assertTrue(zk.exists("/queued").isEmpty());
  }
}
