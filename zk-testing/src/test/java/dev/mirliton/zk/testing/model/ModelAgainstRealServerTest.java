package dev.mirliton.zk.testing.model;

import static org.junit.jupiter.api.Assertions.fail;

import dev.mirliton.zk.Identity;
import dev.mirliton.zk.testing.ServerProcess;
import dev.mirliton.zk.testing.ServerSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Asks the model and a real server the same, at random, and compares all that comes back. {@code
 * -Ddifferential.operations} says how much, {@code -Ddifferential.seed} where to begin, and {@code
 * -Ddifferential.trials} how often to try with less once they differ.
 */
class ModelAgainstRealServerTest {
  private static final int ROUND = 250;
  private static final int ENOUGH_TRIALS = Integer.getInteger("differential.trials", 80);
  private static final String SUPER = Identity.digest("super", "super").id();

  private static final ModelOptions OPTIONS =
      ModelOptions.DEFAULT
          .withTick(Duration.ofMillis(250))
          .withSessionTimeouts(Duration.ofMillis(500), Duration.ofSeconds(60))
          .withSuperDigest(SUPER);

  private static final ServerSetup SETUP =
      ServerProcess.with()
          .systemProperty("zookeeper.DigestAuthenticationProvider.superDigest", SUPER)
          // Its sweep would come at a time of its own.
          .systemProperty("znode.container.checkIntervalMs", "100000000");

  private final int operations = Integer.getInteger("differential.operations", 10_000);
  private final long seed = Long.getLong("differential.seed", 1);

  /** Both servers, which have been asked the same from the beginning. */
  private static final class Pair implements AutoCloseable {
    private final ServerProcess process;
    private final Side real;
    private final Side model;
    private int rounds;

    Pair(ServerSetup setup, ModelOptions options) throws InterruptedException {
      process = setup.run();
      real = Side.at(process.address());
      model = Side.model(options, new SplittableRandom(1));
    }

    /** Plays a round on both, and returns the first difference. */
    Optional<Difference> play(List<Operation> round) {
      String root = "/round-" + rounds++;
      Player ofReal = new Player(real, root);
      Player ofModel = new Player(model, root);
      try {
        for (int i = 0; i < round.size(); i++) {
          List<String> expected = ofReal.play(round.get(i));
          List<String> actual = ofModel.play(round.get(i));
          if (!expected.equals(actual)) {
            return Optional.of(new Difference(i, expected, actual));
          }
        }
        return Optional.empty();
      } finally {
        ofReal.close();
        ofModel.close();
      }
    }

    @Override
    public void close() {
      process.close();
    }
  }

  private record Difference(int index, List<String> expected, List<String> actual) {}

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void sameRequestsHaveTheSameAnswers() throws InterruptedException {
    compare(SETUP, OPTIONS.withExtendedTypes(), operations, seed);
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void sameRequestsHaveTheSameAnswersWithoutTimesToLive() throws InterruptedException {
    compare(SETUP.copy().without("extendedTypesEnabled"), OPTIONS, operations / 10, seed + 1);
  }

  private static void compare(ServerSetup setup, ModelOptions options, int count, long firstSeed)
      throws InterruptedException {
    try (Pair pair = new Pair(setup, options)) {
      for (int round = 0; round * ROUND < count; round++) {
        long seed = firstSeed + 1_000_000L * round;
        List<Operation> operations = new OperationGenerator(seed).round(ROUND);
        Optional<Difference> difference = pair.play(operations);
        if (difference.isPresent()) {
          List<Operation> guilty = operations.subList(0, difference.get().index() + 1);
          fail(report(setup, options, seed, guilty, difference.get()));
        }
      }
    }
  }

  private static String report(
      ServerSetup setup,
      ModelOptions options,
      long seed,
      List<Operation> guilty,
      Difference difference)
      throws InterruptedException {
    List<Operation> fewest = guilty;
    Difference shown = difference;
    int trials = 0;
    for (int size = guilty.size() / 2; size > 0 && trials < ENOUGH_TRIALS; size /= 2) {
      for (int from = 0; from < fewest.size() - 1 && trials < ENOUGH_TRIALS; trials++) {
        List<Operation> fewer = new ArrayList<>(fewest);
        fewer.subList(from, Math.min(from + size, fewest.size() - 1)).clear();
        Optional<Difference> still = playAnew(setup, options, fewer);
        if (still.isPresent()) {
          fewest = fewer.subList(0, still.get().index() + 1);
          shown = still.get();
        } else {
          from += size;
        }
      }
    }
    for (int at = fewest.size() - 1; at >= 0; at--) {
      for (Operation smaller : smaller(fewest.get(at))) {
        if (trials++ >= ENOUGH_TRIALS) {
          break;
        }
        List<Operation> fewer = new ArrayList<>(fewest);
        fewer.set(at, smaller);
        Optional<Difference> still = playAnew(setup, options, fewer);
        if (still.isPresent()) {
          fewest = fewer;
          shown = still.get();
        }
      }
    }
    StringBuilder text = new StringBuilder("the model differs, seed " + seed + ", after\n");
    fewest.forEach(operation -> text.append("  ").append(operation).append('\n'));
    text.append("real server:\n");
    shown.expected().forEach(line -> text.append("  ").append(line).append('\n'));
    text.append("model:\n");
    shown.actual().forEach(line -> text.append("  ").append(line).append('\n'));
    return text.toString();
  }

  private static Optional<Difference> playAnew(
      ServerSetup setup, ModelOptions options, List<Operation> operations)
      throws InterruptedException {
    try (Pair pair = new Pair(setup, options)) {
      return pair.play(operations);
    }
  }

  /** One request alone instead of several. */
  private static List<Operation> smaller(Operation operation) {
    List<Operation> smaller = new ArrayList<>();
    if (operation instanceof Operation.Ask ask && ask.calls().size() > 1) {
      ask.calls().forEach(call -> smaller.add(new Operation.Ask(ask.client(), List.of(call))));
    }
    return smaller;
  }
}
