package dev.mirliton.zk.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

  @Test
  void everyKindOfValueIsRead() throws Exception {
    Map<String, @Nullable Object> read =
        read("{\"s\":\"ä\",\"i\":1,\"d\":1.5,\"t\":true,\"n\":null,\"l\":[1,[2]],\"o\":{\"a\":1}}");

    assertEquals("ä", read.get("s"));
    assertEquals(1, read.get("i"));
    assertEquals(1.5, read.get("d"));
    assertEquals(true, read.get("t"));
    assertTrue(read.containsKey("n"));
    assertNull(read.get("n"));
    assertEquals(List.of(1, List.of(2)), read.get("l"));
    assertEquals(Map.of("a", 1), read.get("o"));
  }

  @Test
  void nothingThatWasReadCanBeChanged() throws Exception {
    Map<String, @Nullable Object> read = read("{\"l\":[{\"a\":1}],\"o\":{\"a\":1}}");

    List<?> list = assertInstanceOf(List.class, read.get("l"));
    Map<?, ?> inList = assertInstanceOf(Map.class, list.get(0));
    Map<?, ?> object = assertInstanceOf(Map.class, read.get("o"));

    assertThrows(UnsupportedOperationException.class, () -> read.put("x", 1));
    assertThrows(UnsupportedOperationException.class, () -> list.remove(0));
    assertThrows(UnsupportedOperationException.class, inList::clear);
    assertThrows(UnsupportedOperationException.class, object::clear);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " \r\n\t", "{}", " {} "})
  void nothingIsTheEmptyObject(String text) throws Exception {
    assertEquals(Map.of(), read(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "1",
        "\"secret\"",
        "secret",
        "{\"a\":secret}",
        "{\"a\":1",
        "{\"a\":1} secret",
        "{\"a\":1}{}",
        "{\"secret\":1,\"secret\":2}",
        "{'secret':1}"
      })
  void otherTextIsMalformedAndNotQuoted(String text) {
    var malformed = assertThrows(JsonObject.MalformedException.class, () -> read(text));

    String message = String.valueOf(malformed.getMessage());
    assertTrue(message.startsWith("not a JSON object"), message);
    assertFalse(message.contains("secret"), message);
  }

  @Test
  void placeOfTheMistakeIsTold() {
    var malformed =
        assertThrows(JsonObject.MalformedException.class, () -> read("{\n  \"a\": oops\n}"));

    assertTrue(String.valueOf(malformed.getMessage()).contains("line 2"), malformed.toString());
  }

  @Test
  void propertiesAreWrittenInTheOrderOfTheirNames() {
    byte[] text = JsonObject.write(Map.of("b", 2, "a", List.of("x"), "c", Map.of("z", 1, "y", 2)));

    assertEquals("{\"a\":[\"x\"],\"b\":2,\"c\":{\"y\":2,\"z\":1}}", new String(text, UTF_8));
  }

  @Test
  void valueWithoutAFormInJsonIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> JsonObject.write(Map.of("a", new Object())));
  }

  private static Map<String, @Nullable Object> read(String text)
      throws JsonObject.MalformedException {
    return JsonObject.read(text.getBytes(UTF_8));
  }
}
