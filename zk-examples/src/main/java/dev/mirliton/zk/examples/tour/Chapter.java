package dev.mirliton.zk.examples.tour;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.HandlerProvider;
import dev.mirliton.zk.testing.EmbeddedServer;

/** All scenes on one handler. */
public final class Chapter {
  private final Story story;
  private final EmbeddedServer server;
  private final HandlerProvider provider;

  private interface Scene {
    void play() throws Exception;
  }

  /** The scenes on a handler of {@code provider}. */
  public Chapter(Story story, EmbeddedServer server, HandlerProvider provider) {
    this.story = story;
    this.server = server;
    this.provider = provider;
  }

  /**
   * Plays every scene.
   *
   * @param root where it plays; must not exist yet
   * @return how long each scene took, and how many threads the handler has
   * @throws Exception if a scene does not end as it should
   */
  public Findings play(String root) throws Exception {
    story.chapter("handler " + provider.name());
    String threads = "tour-" + provider.name();
    Findings findings = new Findings(provider.name());
    try (Handler handler = provider.create(HandlerOptions.DEFAULT.named(threads))) {
      createRoot(handler, root);
      Stage stage = new Stage(story, server, handler, root);
      Crowd.measureThreads(stage, threads, findings);
      try (ZkClient zk = stage.connect();
          ZkClient other = stage.connect()) {
        Znodes znodes = new Znodes(story, zk, other);
        time(findings, "create", znodes::create);
        time(findings, "read", znodes::read);
        time(findings, "watch", znodes::watch);
        time(findings, "transaction", znodes::transaction);
      }
      time(findings, "ephemeral", () -> Outages.ephemeral(stage));
      time(findings, "lock", () -> Locks.contended(stage));
      time(findings, "reconnect", () -> Outages.reconnect(stage));
      time(findings, "expiry", () -> Locks.lost(stage));
    }
    return findings;
  }

  /**
   * Measures how fast a client on this handler reads.
   *
   * @param root where it plays; must not exist yet
   * @throws Exception if a read fails
   */
  public void race(String root, Findings findings) throws Exception {
    try (Handler handler = provider.create(HandlerOptions.DEFAULT)) {
      createRoot(handler, root);
      Crowd.measureGets(new Stage(story, server, handler, root), findings);
    }
  }

  private void createRoot(Handler handler, String root) throws InterruptedException {
    try (ZkClient zk =
        ZkClient.connect(ZkOptions.to(server.connectString()).handler(handler).build())) {
      zk.ensurePath(root);
    }
  }

  private static void time(Findings findings, String name, Scene scene) throws Exception {
    long beganNs = System.nanoTime();
    scene.play();
    findings.add("ms for the scene: " + name, (System.nanoTime() - beganNs) / 1e6);
  }
}
