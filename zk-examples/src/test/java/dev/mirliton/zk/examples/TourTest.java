package dev.mirliton.zk.examples;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.examples.tour.Chapter;
import dev.mirliton.zk.examples.tour.Story;
import dev.mirliton.zk.spi.Handlers;
import dev.mirliton.zk.testing.EmbeddedServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TourTest {

  @ParameterizedTest
  @ValueSource(strings = {"threads", "loom", "nio"})
  void everySceneEndsAsItShould(String handler) throws Exception {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    try (EmbeddedServer server = EmbeddedServer.run()) {
      Chapter chapter =
          new Chapter(new Story(new PrintStream(told)), server, Handlers.choose(handler));

      chapter.play("/tour");
    }

    String text = told.toString();
    for (String scene : new String[] {"create", "watch", "transaction", "lock", "expiry"}) {
      assertTrue(text.contains(" ms  " + scene), () -> "not told: " + scene + " in " + text);
    }
  }

  @Test
  void storyEndsWhereThingsAreNotAsTheyShould() {
    Story story = Story.untold();

    assertDoesNotThrow(() -> story.expect(true, "fine"));
    assertThrows(IllegalStateException.class, () -> story.expect(false, "not %s", "fine"));
  }
}
