package dev.mirliton.zk.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Fate;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.protocol.session.SessionRig.Connect;
import dev.mirliton.zk.protocol.session.SessionRig.Disconnect;
import dev.mirliton.zk.protocol.session.SessionRig.Lost;
import dev.mirliton.zk.protocol.session.SessionRig.Resolve;
import dev.mirliton.zk.protocol.session.SessionRig.State;
import dev.mirliton.zk.protocol.session.SessionRig.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever happens in whatever order, every request is told once, and what it is told is true. */
class RandomSessionTest {
  private enum Link {
    NONE,
    RESOLVING,
    CONNECTING,
    OPEN
  }

  private final List<Ask> asks = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();
  private final List<Eye> eyes = new ArrayList<>();
  private Link link = Link.NONE;
  private boolean closed;
  private int answered;

  private void run(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SessionRig rig =
        new SessionRig(
            setup -> {
              setup.hosts = "a,b";
              setup.seed = seed;
              setup.maxQueued = 1 + random.nextInt(12);
            });
    ModelServer server = new ModelServer(rig);
    rig.start();
    for (int step = 0; step < 400; step++) {
      listen(rig, server);
      step(rig, server, random);
    }
    listen(rig, server);
    rig.close();
    for (int i = 0; i < 50 && !closed; i++) {
      listen(rig, server);
      goOn(rig, server, random);
    }
    rig.session.abort(rig.nowNs());
    listen(rig, server);
    check(server);
  }

  private void listen(SessionRig rig, ModelServer server) {
    for (Object said : rig.said()) {
      if (said instanceof Resolve) {
        link = Link.RESOLVING;
      } else if (said instanceof Connect) {
        link = Link.CONNECTING;
      } else if (said instanceof Disconnect) {
        link = Link.NONE;
        server.disconnected();
      } else if (said instanceof Told one) {
        told.add(one);
      } else if (said instanceof State state) {
        closed |= state.to() == KeeperState.CLOSED;
      }
    }
  }

  private void step(SessionRig rig, ModelServer server, SplittableRandom random) {
    int number = asks.size();
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> asks.add(rig.submit(within(Ask.get(rig, "/" + number), random)));
      case 3, 4, 5 -> asks.add(rig.submit(within(Ask.delete(rig, "/" + number), random)));
      case 6 -> {
        WatchKind kind = WatchKind.values()[random.nextInt(5)];
        Eye eye = new Eye(rig, kind, "/w" + random.nextInt(3));
        eyes.add(eye);
        rig.submit(within(Ask.watching(rig, eye), random));
      }
      case 7 -> {
        if (!eyes.isEmpty()) {
          rig.unwatch(eyes.remove(random.nextInt(eyes.size())));
        }
      }
      case 8 -> rig.advance(random.nextInt(2_500));
      case 9 -> {
        if (random.nextInt(3) == 0 && link != Link.NONE) {
          server.disconnected();
          Link was = link;
          link = Link.NONE;
          if (was == Link.RESOLVING) {
            rig.failToResolve();
          } else {
            rig.breakLink();
          }
        }
      }
      case 10 -> {
        if (random.nextInt(10) == 0) {
          server.expire();
        }
      }
      default -> goOn(rig, server, random);
    }
  }

  private static Ask within(Ask ask, SplittableRandom random) {
    return random.nextInt(4) == 0 ? ask.within(random.nextInt(1_500)) : ask;
  }

  /** Does the next thing that brings the connection, or the conversation on it, forward. */
  private void goOn(SessionRig rig, ModelServer server, SplittableRandom random) {
    switch (link) {
      case NONE -> rig.advance(100);
      case RESOLVING -> rig.resolve("10.0.0.1");
      case CONNECTING -> {
        link = Link.OPEN;
        rig.open();
      }
      case OPEN -> {
        switch (random.nextInt(4)) {
          case 0 -> rig.take(random.nextInt(80));
          case 1 -> rig.take(Integer.MAX_VALUE);
          case 2 -> server.answer();
          default -> server.answerAll();
        }
      }
    }
  }

  private void check(ModelServer server) {
    assertTrue(closed, "the session never closed");
    for (Ask ask : asks) {
      assertEquals(1, ask.timesTold(), () -> ask.name + " was told so often");
    }
    for (Told one : told) {
      int times = server.timesAsked(one.whom());
      if (one.outcome() instanceof Lost lost) {
        if (lost.fate() == Fate.NOT_SENT) {
          assertEquals(0, times, () -> one + ", but it was");
        }
      } else if (one.outcome() instanceof Ask.Answer && !one.whom().contains("/w")) {
        answered++;
        assertTrue(times >= 1, () -> one + ", but the server was not asked");
      }
      if (one.whom().startsWith("delete")) {
        assertTrue(times <= 1, () -> one.whom() + " was sent " + times + " times");
      }
    }
  }

  @Test
  void everyRequestIsToldOnceAndTruly() {
    int answeredInAll = 0;
    for (long seed = 0; seed < 500; seed++) {
      RandomSessionTest one = new RandomSessionTest();
      try {
        one.run(seed);
      } catch (Throwable failure) {
        throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
      }
      answeredInAll += one.answered;
    }
    assertTrue(answeredInAll > 10_000, answeredInAll + " answers: too few to mean anything");
  }
}
