package dev.mirliton.zk.testing.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.mirliton.zk.testing.model.Agreement.Change;
import dev.mirliton.zk.testing.model.Agreement.Wish;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Server 1 of three alone, and a test that speaks for the others: what it promises it keeps. */
class PeerPromiseTest {

  private static final Duration ELECTION = Duration.ofMillis(250);
  private static final int LINK_2 = 72;
  private static final int LINK_3 = 73;

  private final PeerTiming timing = PeerTiming.of(Duration.ofMillis(500));
  private final PeerWorld world = new PeerWorld(1, timing, Membership.ofVoters(3), 3);
  private final Replica server = world.replica(1);

  @BeforeEach
  void start() {
    world.tellsOfCrashes = false;
    server.start();
  }

  @Test
  void anEpochIsOneLeadersOnly() {
    lead();

    server.peer.receive(2, new PeerMessage.Promise<>(LINK_2, false, 0, 0));
    assertEquals(0, server.disk.currentEpoch(), "server 2 may have promised it to server 3 before");
    server.peer.receive(3, new PeerMessage.Follow<>(LINK_3, 0));
    server.peer.receive(3, new PeerMessage.Promise<>(LINK_3, true, 0, 0));

    assertEquals(1, server.disk.currentEpoch());
  }

  @Test
  void theEpochIsLaterThanAllThatWerePromised() {
    server.peer.receive(2, new PeerMessage.Follow<>(LINK_2, 6));

    world.run(ELECTION);

    assertEquals(Peer.Role.LEADING, server.peer.role());
    assertEquals(7, server.peer.epoch());
  }

  @Test
  void aLeaderGivesWayToABetterLog() {
    lead();

    server.peer.receive(2, new PeerMessage.Promise<>(LINK_2, true, 0, 5));

    assertEquals(Peer.Role.LOOKING, server.peer.role());
  }

  @Test
  void aLeaderGivesWayToALaterPromise() {
    lead();

    server.peer.receive(3, new PeerMessage.Follow<>(LINK_3, 3));

    assertEquals(Peer.Role.LOOKING, server.peer.role());
  }

  @Test
  void anEpochIsAdoptedOnceTheLogIsDurable() {
    int link = follow();
    server.peer.receive(3, new PeerMessage.NewEpoch<>(link, 5));
    server.peer.receive(3, new PeerMessage.Synchronize<>(link, 0, log()));

    assertEquals(5, server.disk.acceptedEpoch());
    assertEquals(0, server.disk.currentEpoch(), "a crash may still lose the log");
    world.run(timing.logSync());

    assertEquals(5, server.disk.currentEpoch());
    assertEquals(log().getLast().zxid(), server.disk.durableZxid());
    assertInstanceOf(PeerMessage.Ack.class, world.lastSent);
  }

  @Test
  void anEarlierEpochIsRefused() {
    int link = follow();
    server.peer.receive(3, new PeerMessage.NewEpoch<>(link, 5));

    server.peer.receive(3, new PeerMessage.NewEpoch<>(link, 4));

    assertEquals(5, server.disk.acceptedEpoch());
    assertEquals(Peer.Role.LOOKING, server.peer.role());
  }

  @Test
  void whatWasMeantForAnEarlierAttemptIsDropped() {
    int link = follow();

    server.peer.receive(3, new PeerMessage.NewEpoch<>(link - 1, 5));
    server.peer.receive(2, new PeerMessage.NewEpoch<>(link, 5));

    assertEquals(0, server.disk.acceptedEpoch());
  }

  @Test
  void whoIsNotFollowedSaysSo() {
    follow();

    server.peer.receive(2, new PeerMessage.Follow<>(LINK_2, 0));

    assertEquals(new PeerMessage.Closed<Wish, Change>(LINK_2), world.lastSent);
  }

  @Test
  void aLostTailIsWhatWasNotDurable() {
    int link = follow();
    server.peer.receive(3, new PeerMessage.NewEpoch<>(link, 5));
    server.peer.receive(3, new PeerMessage.Synchronize<>(link, 0, log()));
    world.run(timing.logSync());
    var unsynced = new LogEntry<>(9, new Change(9, new Wish(3, 1, 9, null)));
    server.peer.receive(3, new PeerMessage.Proposal<>(link, unsynced));

    server.crash();

    assertEquals(log(), server.disk.after(0).stream().limit(log().size()).toList());
    assertEquals(server.disk.lastZxid(), server.disk.durableZxid());
  }

  /** Server 2 votes for server 1, follows it, and is asked for epoch 1. */
  private void lead() {
    server.peer.receive(2, ballotFor(1));
    world.run(ELECTION);
    server.peer.receive(2, new PeerMessage.Follow<>(LINK_2, 0));
    assertEquals(1, server.peer.epoch());
    assertEquals(0, server.disk.currentEpoch());
  }

  /** Server 3 votes for itself and is followed; returns the number of the attempt. */
  private int follow() {
    server.peer.receive(3, ballotFor(3));
    world.run(ELECTION);
    assertEquals(3, server.peer.leader().orElseThrow());
    return assertInstanceOf(PeerMessage.Follow.class, world.lastSent).link();
  }

  private static PeerMessage<Wish, Change> ballotFor(int leader) {
    return new PeerMessage.Ballot<>(1, new PeerMessage.Vote(0, 0, leader));
  }

  private static List<LogEntry<Change>> log() {
    return List.of(
        new LogEntry<>(1, new Change(1, new Wish(3, 1, 1, null))),
        new LogEntry<>(2, new Change(2, new Wish(3, 1, 2, null))));
  }
}
