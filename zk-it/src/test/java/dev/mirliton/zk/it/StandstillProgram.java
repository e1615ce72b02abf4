package dev.mirliton.zk.it;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A program of its own whose process is stopped by {@link StandstillTest}. It owns an ephemeral
 * znode, writes all the time, and prints what its client tells it, a line for each:
 *
 * <pre>
 * ready 0x1234              the session
 * state LOST EXPIRED 0x1234
 * write 17 HAPPENED         or NOT_SENT, or UNKNOWN
 * alive false               what it believed first of its session after it had stood still
 * </pre>
 */
final class StandstillProgram {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final long STOOD_STILL_NS = TIMEOUT.toNanos() * 3 / 2;
  private static final long PAUSE_NS = 5_000_000;
  private static final int WRITES_AFTERWARDS = 50;

  private StandstillProgram() {}

  /**
   * Runs until some writes after the standstill were answered.
   *
   * @param arguments hosts with the root, and the handler
   */
  public static void main(String[] arguments) throws Exception {
    ZkOptions options =
        ZkOptions.to(arguments[0]).handler(arguments[1]).sessionTimeout(TIMEOUT).build();
    try (ZkClient zk = ZkClient.connect(options)) {
      ZkSession session = Objects.requireNonNull(zk.session());
      zk.create("/owned", new byte[0], CreateOptions.EPHEMERAL);
      zk.onStateChange(
          change ->
              say(
                  "state %s %s %s"
                      .formatted(change.state(), change.detail(), id(change.session()))));
      say("ready " + id(session));
      int next = writeUntilItStoodStill(zk, session);
      for (int i = 0; i < WRITES_AFTERWARDS; i++) {
        write(zk, next++);
        World.current().pause(PAUSE_NS);
      }
    }
  }

  private static int writeUntilItStoodStill(ZkClient zk, ZkSession session) throws Exception {
    int next = 0;
    long last = System.nanoTime();
    while (true) {
      write(zk, next++);
      World.current().pause(PAUSE_NS);
      long now = System.nanoTime();
      if (now - last > STOOD_STILL_NS) {
        say("alive " + session.isAlive());
        return next;
      }
      last = now;
    }
  }

  private static void write(ZkClient zk, int number) throws InterruptedException {
    AsyncResult<?> write = zk.async().create("/w" + number, new byte[0]);
    write.await(Duration.ofSeconds(60));
    say("write " + number + " " + outcome(write));
  }

  private static String outcome(AsyncResult<?> write) {
    if (write.isSuccessful()) {
      return "HAPPENED";
    }
    return switch (Objects.requireNonNull(write.exception(), "it never ended")) {
      case UnavailableException unanswered -> unanswered.fate().name();
      case SessionException over -> over.fate().name();
      case ZkException other -> "FAILED " + other.getMessage();
      default -> "FAILED " + write;
    };
  }

  private static String id(@Nullable ZkSession session) {
    return session == null ? "none" : "0x" + Long.toHexString(session.id());
  }

  // Called by several threads; a line is written whole.
  private static void say(String line) {
    System.out.println(line);
  }
}
