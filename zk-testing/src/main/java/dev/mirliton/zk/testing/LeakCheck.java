package dev.mirliton.zk.testing;

import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what was left behind between {@link #begin} and {@link #close}: threads, platform and
 * virtual, and sockets. What is on its way out is waited for.
 *
 * <p>Threads that the JDK and build tools keep for good do not count, nor do what belongs to an
 * {@link EmbeddedServer}. The calling thread does not count either. Sockets are counted on Linux;
 * elsewhere a line in the log says that they are not. A check sees the whole JVM, so nothing else
 * may run meanwhile: no tests in parallel.
 *
 * <p>Begun by simulated code, it looks at the calling process of that world alone.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public final class LeakCheck implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeakCheck.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Map<String, String> before;
  private final Duration patience;

  private LeakCheck(Duration patience) {
    this.patience = patience;
    if (Simulation.current() == null) {
      if (!OpenSockets.canTell()) {
        LOG.info("open sockets are not checked: this system has no /proc/self/fd");
      }
      OpenSockets.warmUp();
    }
    before = now();
  }

  /** Takes note of what is there. What leaves has 5 s for it in the end. */
  public static LeakCheck begin() {
    return begin(PATIENCE);
  }

  /**
   * Takes note of what is there.
   *
   * @param patience how long to wait in the end for what is on its way out
   */
  public static LeakCheck begin(Duration patience) {
    return new LeakCheck(patience);
  }

  /**
   * Waits until all that was not there at the beginning is gone.
   *
   * @throws AssertionError if it does not go, naming each
   */
  @Override
  public void close() {
    try {
      if (!Await.reaches(patience, () -> leaks().isEmpty())) {
        List<String> leaks = leaks();
        if (!leaks.isEmpty()) {
          throw new AssertionError("left behind: " + String.join(", ", leaks));
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while looking for leaks", interrupted);
    }
  }

  private List<String> leaks() {
    Map<String, String> found = now();
    found.keySet().removeAll(before.keySet());
    return List.copyOf(found.values());
  }

  /** Returns what is there, by something that tells it from all else. */
  private static Map<String, String> now() {
    Map<String, String> found = new LinkedHashMap<>();
    Simulation simulation = Simulation.current();
    if (simulation != null) {
      simulation.belongings().forEach(each -> found.put(each, each));
      return found;
    }
    ServerInstance.tidyAll();
    LiveThreads.now().forEach((id, name) -> found.put("thread " + id, name));
    OpenSockets.now().forEach((id, name) -> found.put("socket " + id, name));
    return found;
  }
}
