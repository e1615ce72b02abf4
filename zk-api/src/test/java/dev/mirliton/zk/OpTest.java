package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpTest {
  private static final byte[] SECRET = "secret".getBytes(StandardCharsets.UTF_8);

  @Test
  void everyStepKnowsItsPath() {
    for (Op step :
        List.of(
            Op.create("/a", SECRET),
            Op.create("/a", SECRET, CreateOptions.EPHEMERAL),
            Op.set("/a", SECRET, Version.ANY),
            Op.delete("/a", Version.ANY),
            Op.check("/a", Version.ANY))) {
      assertEquals("/a", step.path());
    }
    assertEquals("/a", ReadOp.get("/a").path());
    assertEquals("/a", ReadOp.children("/a").path());
  }

  @Test
  void dataIsNotPrinted() {
    assertEquals("create /a (6 bytes, Persistent[])", Op.create("/a", SECRET).toString());
    assertEquals("set /a (6 bytes, version 3)", Op.set("/a", SECRET, new Version(3)).toString());
  }

  @Test
  void stepCannotCreateParents() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Op.create("/a/b", SECRET, CreateOptions.PERSISTENT.withParents()))
            .getMessage();

    assertEquals("a transaction step cannot create parents; add a step for each: /a/b", message);
  }
}
