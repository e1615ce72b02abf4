package dev.mirliton.zk.it.ensemble;

import dev.mirliton.zk.Watch;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Ensemble;
import dev.mirliton.zk.testing.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * How long an outage lasts for clients of each handler and for the official client, which all
 * suffer the same ones at the same time: not a test, and not run with them. {@code mvn -B -pl zk-it
 * -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=OutageFigures test}; the figures are in {@code
 * zk-it/target/surefire-reports}.
 */
class OutageFigures {
  private static final int ROUNDS = Integer.getInteger("outage.rounds", 10);
  private static final Duration SESSION = Duration.ofSeconds(3);
  private static final List<String> HANDLERS = List.of("threads", "loom", "nio");
  private static final String OFFICIAL = "official";
  private static final String TARGET = "/target";

  private final Map<String, Map<String, List<Double>>> figures = new LinkedHashMap<>();
  private final CreationBook fates = new CreationBook();
  private int watches;
  private int watchesLost;
  private int sessionsLost;

  @FunctionalInterface
  private interface Outage {
    /** Begins it. */
    void befall(ServerProcess server) throws InterruptedException;
  }

  @Test
  void outages() throws Exception {
    try (Ensemble ensemble = Ensemble.of(3)) {
      try (ZkClient zk = ZkClient.connect(ensemble.connectString())) {
        zk.ensurePath(TARGET);
        zk.ensurePath(CreationBook.ROOT);
      }
      for (int round = -1; round < ROUNDS; round++) { // the first warms up
        suffer(round, "kill -9", ensemble, ensemble.followers().get(0), ServerProcess::kill);
        suffer(round, "freeze", ensemble, ensemble.followers().get(0), ServerProcess::freeze);
        suffer(round, "leader's kill -9", ensemble, ensemble.leader(), ServerProcess::kill);
      }
      print();
      try (ZkClient zk = ZkClient.connect(ensemble.connectString())) {
        System.out.printf(
            "creations under load: %s; told wrong: %d%n", fates, fates.lies(zk).size());
      }
      System.out.printf(
          "watches set before an outage: %d; lost while the session lived: %d; sessions lost: %d%n",
          watches, watchesLost, sessionsLost);
    }
  }

  private void suffer(
      int round, String what, Ensemble ensemble, ServerProcess server, Outage outage)
      throws Exception {
    Map<String, Contender> contenders = connect(ensemble, server);
    List<Traffic> load = new ArrayList<>();
    List<Watch> watched = new ArrayList<>();
    List<ZkSession> sessions = new ArrayList<>();
    String later = "/later-" + what.replaceAll("\\W", "") + round;
    for (MirlitonContender each : ours(contenders)) {
      watched.add(each.zk().existsAndWatch(later).watch());
      sessions.add(EnsembleSuite.session(each.zk()));
      load.add(Traffic.on(each.zk(), fates));
    }
    long startNs = System.nanoTime();
    outage.befall(server);
    Map<String, Double> done = firstAnswers(contenders, startNs);
    if (round >= 0) {
      contenders.forEach(
          (name, each) -> {
            note(what + " to SUSPENDED", name, (each.doubtedNs() - startNs) / 1e6);
            note(what + " to the first write", name, done.getOrDefault(name, Double.NaN));
          });
    }
    ensemble.restore();
    load.forEach(Traffic::close);
    try (ZkClient zk = ZkClient.connect(ensemble.connectString())) {
      zk.create(later, EnsembleSuite.NOTHING);
    }
    List<MirlitonContender> ours = ours(contenders);
    for (int i = 0; i < ours.size(); i++) {
      watches++;
      if (ours.get(i).zk().session() != sessions.get(i)) {
        sessionsLost++;
      } else if (watched.get(i).next(EnsembleSuite.LIMIT).isEmpty()) {
        watchesLost++;
      }
    }
    for (Contender each : contenders.values()) {
      each.close();
    }
  }

  /** Connects all to one server; they know the others. */
  private static Map<String, Contender> connect(Ensemble ensemble, ServerProcess server)
      throws Exception {
    ensemble.servers().stream()
        .filter(other -> other != server)
        .forEach(other -> ensemble.proxy(other).refuse());
    Map<String, Contender> contenders = new LinkedHashMap<>();
    String hosts = ensemble.proxiedConnectString();
    for (String handler : HANDLERS) {
      ZkOptions options = ZkOptions.to(hosts).handler(handler).sessionTimeout(SESSION).build();
      contenders.put(handler, new MirlitonContender(options));
    }
    contenders.put(OFFICIAL, new OfficialContender(hosts, SESSION));
    ensemble.heal();
    return contenders;
  }

  private static List<MirlitonContender> ours(Map<String, Contender> contenders) {
    return contenders.values().stream()
        .filter(MirlitonContender.class::isInstance)
        .map(MirlitonContender.class::cast)
        .toList();
  }

  /** Returns after how many milliseconds each was acknowledged a write on another server. */
  private static Map<String, Double> firstAnswers(Map<String, Contender> contenders, long startNs)
      throws Exception {
    Map<String, Future<Double>> asked = new LinkedHashMap<>();
    Map<String, Double> answered = new LinkedHashMap<>();
    try (ExecutorService callers = Executors.newCachedThreadPool()) {
      contenders.forEach((name, each) -> asked.put(name, callers.submit(answer(each, startNs))));
      for (Map.Entry<String, Future<Double>> each : asked.entrySet()) {
        answered.put(each.getKey(), each.getValue().get(60, TimeUnit.SECONDS));
      }
    }
    return answered;
  }

  private static Callable<Double> answer(Contender contender, long startNs) {
    return () -> {
      contender.write(TARGET);
      return (System.nanoTime() - startNs) / 1e6;
    };
  }

  private void note(String figure, String contender, double ms) {
    figures
        .computeIfAbsent(figure, any -> new LinkedHashMap<>())
        .computeIfAbsent(contender, any -> new ArrayList<>())
        .add(ms);
  }

  private void print() {
    System.out.printf("median and maximum of %d rounds, session timeout %s%n", ROUNDS, SESSION);
    System.out.printf(
        "%-34s %-9s %9s %9s %16s%n",
        "from … to", "client", "median ms", "max ms", "official / this");
    figures.forEach(
        (figure, clients) -> {
          double official = median(clients.getOrDefault(OFFICIAL, List.of()));
          clients.forEach(
              (client, ms) ->
                  System.out.printf(
                      "%-34s %-9s %9.1f %9.1f %16.2f%n",
                      figure,
                      client,
                      median(ms),
                      ms.stream().mapToDouble(x -> x).max().orElse(Double.NaN),
                      official / median(ms)));
        });
  }

  private static double median(List<Double> all) {
    double[] sorted = all.stream().mapToDouble(x -> x).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }
}
