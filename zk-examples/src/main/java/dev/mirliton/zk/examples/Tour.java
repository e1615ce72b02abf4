package dev.mirliton.zk.examples;

import dev.mirliton.zk.examples.tour.Chapter;
import dev.mirliton.zk.examples.tour.Comparison;
import dev.mirliton.zk.examples.tour.Findings;
import dev.mirliton.zk.examples.tour.Story;
import dev.mirliton.zk.spi.HandlerProvider;
import dev.mirliton.zk.spi.Handlers;
import dev.mirliton.zk.testing.EmbeddedServer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts a real server and plays the same scenes on every handler it finds: znodes, watches,
 * transactions, a contended lock, a lost connection, a lost session. Every scene checks its own
 * outcome; one that does not end as it should ends the program with exit code 1.
 */
public final class Tour {
  private Tour() {}

  /** Takes no arguments; about half a minute. */
  public static void main(String[] args) throws Exception {
    List<HandlerProvider> providers =
        Handlers.available().stream()
            .sorted(Comparator.comparingInt(HandlerProvider::priority).reversed())
            .toList();
    Story story = new Story(System.out);
    story.expect(!providers.isEmpty(), "at least one handler should be on the class path");
    try (EmbeddedServer server = EmbeddedServer.run()) {
      story.say(
          "A real ZooKeeper server listens on %s. Handlers found: %s.",
          server.connectString(),
          String.join(", ", providers.stream().map(HandlerProvider::name).toList()));
      story.say("First a rehearsal in silence, so that no handler pays for a cold JVM.");
      for (HandlerProvider provider : providers) {
        new Chapter(Story.untold(), server, provider).play("/rehearsal-" + provider.name());
      }
      Map<HandlerProvider, Findings> found = new LinkedHashMap<>();
      for (HandlerProvider provider : providers) {
        found.put(provider, new Chapter(story, server, provider).play("/" + provider.name()));
      }
      story.chapter("how fast they read: one after the other, against the same server");
      for (var chapter : found.entrySet()) {
        HandlerProvider provider = chapter.getKey();
        new Chapter(story, server, provider).race("/race-" + provider.name(), chapter.getValue());
      }
      new Comparison(List.copyOf(found.values())).print(story);
      story.say("Every scene ended as it should on every handler.");
    }
  }
}
