package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody else takes the session over. */
@EveryHandler
class TakeoverTest extends FaultSuite {

  @Test
  void robbedClientTakesItsSessionBackAndLosesNothing() throws Exception {
    ZkClient witness = connect();
    ZkClient zk = connect(options().reconnect(EAGER));
    ZkSession before = session(zk);
    zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);
    Watch watch = zk.existsAndWatch("/new").watch();
    List<AsyncResult<?>> all = new ArrayList<>();

    for (int i = 0; i < 10; i++) {
      all.addAll(book.writeEach(zk));
      Sessions.disconnect(zk, server); // a second connection shows the session's password
      all.addAll(book.writeEach(zk));
    }

    for (AsyncResult<?> each : all) {
      assertTrue(each.await(LIMIT));
    }
    assertServesIn(before, zk);
    assertEquals(before.id(), witness.exists("/e").orElseThrow().ephemeralOwner());
    witness.create("/new", NOTHING);
    assertTells(new WatchEvent.Created("/new"), watch);
    book.verify(witness);
  }

  @Test
  void twoClientsThatFightForASessionTellTheTruth() throws Exception {
    ZkClient witness = connect();
    ZkClient first = connect(options().reconnect(EAGER).closeDeadline(Duration.ofSeconds(1)));
    ZkSession session = session(first);
    Told<StateChange> changes = Told.by(first);
    first.create("/e", NOTHING, CreateOptions.EPHEMERAL);
    ZkClient second = connect(options().reconnect(EAGER).attach(session.id(), session.password()));
    assertEquals(session.id(), session(second).id());

    for (int i = 0; i < 20; i++) {
      for (ZkClient each : List.of(first, second)) {
        AsyncResult<?> write = book.createSequential(each);
        AsyncResult<?> transaction = book.transact(each);
        assertTrue(write.await(LIMIT) && transaction.await(LIMIT));
      }
    }
    book.verify(witness);
    assertEquals(session.id(), witness.exists("/e").orElseThrow().ephemeralOwner());

    second.close(); // which ends the session of both
    StateChange lost = Told.await(changes, ConnectionState.LOST);
    assertEquals(KeeperState.EXPIRED, lost.detail());
    Told.await(changes, ConnectionState.CONNECTED);
    assertNotEquals(session.id(), session(first).id());
    assertTrue(first.exists("/e").isEmpty());
  }
}
