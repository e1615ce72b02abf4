package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.Observed;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.testing.history.ViolationError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One-shot watches with listeners. All that is told here comes on the event queue, so its order is
 * the order in which the server said it: no answer may show a change before the watch has told it.
 */
final class FiredOnce {
  /** What a znode is that does not exist. */
  static final long ABSENT = 0;

  private final Life life;
  private final List<Armed> all = new ArrayList<>();

  /** A watch that was set. */
  final class Armed {
    private final String path;
    private final List<WatchEvent> events = new ArrayList<>();
    private long session;
    private long setNs;
    private long mzxid = -1; // not set, so far

    Armed(String path) {
      this.path = path;
    }

    String path() {
      return path;
    }

    List<WatchEvent> events() {
      return events;
    }

    /** Returns which session it was set in; 0 if it was not set. */
    long session() {
      return session;
    }

    /** Returns the last change of what was read when it was set, or {@link #ABSENT}. */
    long mzxid() {
      return mzxid;
    }

    private void set(long seen) {
      setNs = life.nowNs();
      session = life.sessionId();
      mzxid = seen;
    }

    private void fired(WatchEvent event) {
      events.add(event);
    }

    @Override
    public String toString() {
      return "%s: one-shot watch of %s, set on 0x%x at %d ms in session 0x%x, told %s"
          .formatted(life, path, mzxid, setNs / 1_000_000, session, events);
    }
  }

  FiredOnce(Life life) {
    this.life = life;
  }

  List<Armed> all() {
    return all;
  }

  /** Reads data and watches. */
  AsyncResult<?> watchData(String path, Duration deadline) {
    Armed armed = new Armed(path);
    all.add(armed);
    AsyncResult<Observed<Node>> result =
        life.zk().within(deadline).async().getAndWatch(path, armed::fired);
    result.link(
        told -> {
          if (told.isSuccessful()) {
            long mzxid = told.value().value().stat().mzxid();
            saw(path, mzxid, "a watching read");
            armed.set(mzxid);
          }
        });
    return result;
  }

  /** Looks whether a znode is there, and watches. */
  AsyncResult<?> watchExistence(String path, Duration deadline) {
    Armed armed = new Armed(path);
    all.add(armed);
    AsyncResult<Observed<Optional<Stat>>> result =
        life.zk().within(deadline).async().existsAndWatch(path, armed::fired);
    result.link(
        told -> {
          if (told.isSuccessful()) {
            long mzxid = told.value().value().map(Stat::mzxid).orElse(ABSENT);
            saw(path, mzxid, "a watching read");
            armed.set(mzxid);
          }
        });
    return result;
  }

  /** A request that was linked when it was made has been answered. */
  void answered(Request request) {
    Long seen = seen(request.answer(), request.failure());
    if (seen != null) {
      saw(request.deed().path(), seen, request);
    }
  }

  private static @Nullable Long seen(@Nullable Object answer, @Nullable Throwable failure) {
    if (answer instanceof Node node) {
      return node.stat().mzxid();
    }
    if (answer instanceof Stat written) {
      return written.mzxid();
    }
    if (answer instanceof Optional<?> found) {
      return found.map(stat -> ((Stat) stat).mzxid()).orElse(ABSENT);
    }
    return failure instanceof NoNodeException ? ABSENT : null;
  }

  private void saw(String path, long mzxid, Object by) {
    for (Armed armed : all) {
      boolean set = armed.session != 0 && armed.session == life.sessionId();
      if (set && armed.path.equals(path) && armed.events.isEmpty() && armed.mzxid != mzxid) {
        life.fail(
            new ViolationError(
                "no answer shows a change before the watch tells it",
                List.of(
                    "0x%x was shown by %s".formatted(mzxid, by),
                    "before it was told by " + armed)));
      }
    }
  }
}
