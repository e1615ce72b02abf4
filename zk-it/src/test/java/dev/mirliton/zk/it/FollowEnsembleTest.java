package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Ensemble;
import dev.mirliton.zk.testing.FourLetterWord;
import dev.mirliton.zk.testing.NoLeaks;
import dev.mirliton.zk.testing.ServerProcess;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that knows one server of three learns the others from the ensemble. */
@NoLeaks
@Timeout(120)
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"threads", "loom", "nio"})
@SuppressWarnings("NullAway.Init") // JUnit sets them
class FollowEnsembleTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static Ensemble ensemble;

  @Parameter String handler;

  @BeforeAll
  static void startEnsemble() throws Exception {
    ensemble = Ensemble.of(3);
  }

  @AfterAll
  static void closeEnsemble() {
    ensemble.close();
  }

  @Test
  void learnedServerTakesTheSessionOver() throws Exception {
    ServerProcess known = ensemble.followers().get(0);
    ZkOptions options =
        ZkOptions.to(known.connectString())
            .root("/elsewhere")
            .handler(handler)
            .sessionTimeout(Duration.ofSeconds(30))
            .connectDeadline(LIMIT)
            .followEnsemble()
            .build();
    try (ZkClient zk = ZkClient.connect(options)) {
      ZkSession session = zk.session();
      Told<StateChange> changes = Told.by(zk);
      awaitLearned(zk, known);

      known.kill();

      assertEquals(ConnectionState.SUSPENDED, changes.next().state());
      Told.await(changes, ConnectionState.CONNECTED);
      assertSame(session, zk.session());
      known.launch();
      ensemble.awaitAll();
    }
  }

  private static void awaitLearned(ZkClient zk, ServerProcess known) throws Exception {
    Await.until(
        "a watch",
        LIMIT,
        () ->
            FourLetterWord.ask(known.address(), "wchp", Duration.ofSeconds(5))
                .contains("/zookeeper/config"));
    zk.exists("/"); // answered after the configuration
    CountDownLatch learned = new CountDownLatch(1);
    zk.recipes().run(learned::countDown); // after what was told of that
    assertTrue(learned.await(LIMIT.toSeconds(), TimeUnit.SECONDS));
  }
}
