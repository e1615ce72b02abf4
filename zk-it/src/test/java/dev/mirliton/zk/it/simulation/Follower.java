package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.Watched;
import java.util.Optional;

/**
 * Follows a znode by one-shot watches, as users do: looks, waits for the watch, looks again. It has
 * no other reason to look, so what a watch does not tell it never learns.
 */
final class Follower {
  private final Life life;
  private final String path;
  private long mzxid = -1;
  private boolean waits;

  Follower(Life life, String path) {
    this.life = life;
    this.path = path;
  }

  void follow() throws InterruptedException {
    while (!life.isClosing()) {
      waits = false;
      try (Watched<Optional<Stat>> seen = life.zk().existsAndWatch(path)) {
        mzxid = seen.value().map(Stat::mzxid).orElse(FiredOnce.ABSENT);
        waits = true;
        WatchEvent event = seen.watch().next();
        if (!(event instanceof WatchEvent.Gap) && seen.watch().isActive()) {
          throw new AssertionError("a one-shot watch is active after it told " + event);
        }
      } catch (UnavailableException | SessionException again) {
        life.pause(200);
      } catch (IllegalStateException over) {
        if (!life.isClosing()) {
          throw new AssertionError("a watch ended without a word", over);
        }
      }
    }
  }

  /** Returns the last change it has seen, or 0 if it saw nothing there. */
  long mzxid() {
    return mzxid;
  }

  /** Whether it has looked and waits for news. */
  boolean waits() {
    return waits;
  }

  String path() {
    return path;
  }

  @Override
  public String toString() {
    return life + ": follower of " + path + " at 0x" + Long.toHexString(mzxid);
  }
}
