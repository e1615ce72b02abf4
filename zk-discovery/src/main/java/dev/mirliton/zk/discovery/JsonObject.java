package dev.mirliton.zk.discovery;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps ↔ the text of a JSON object. Pure functions. */
final class JsonObject {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private JsonObject() {}

  /** The text is not a JSON object. The message says where, and quotes nothing of it. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message);
    }
  }

  /** Returns a map that is immutable all through; no text, or blanks, are the empty object. */
  static Map<String, @Nullable Object> read(byte[] text) throws MalformedException {
    if (isBlank(text)) {
      return Map.of();
    }
    try {
      Map<String, @Nullable Object> read =
          MAPPER.readValue(text, new TypeReference<Map<String, @Nullable Object>>() {});
      if (read == null) {
        throw new MalformedException("not a JSON object but null");
      }
      return frozen(read);
    } catch (JacksonException wrong) {
      // Jackson's message quotes what it stumbled over.
      throw new MalformedException("not a JSON object" + where(wrong.getLocation()));
    } catch (IOException impossible) {
      throw new MalformedException("not readable");
    }
  }

  /**
   * Returns the text of {@code values}, in the order of their names.
   *
   * @throws IllegalArgumentException if there is a value that JSON has no form for
   */
  static byte[] write(Map<String, ? extends @Nullable Object> values) {
    try {
      return MAPPER.writeValueAsBytes(values);
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException("properties cannot be written as JSON", wrong);
    }
  }

  private static boolean isBlank(byte[] text) {
    for (byte b : text) {
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return false;
      }
    }
    return true;
  }

  private static String where(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static Map<String, @Nullable Object> frozen(Map<?, ? extends @Nullable Object> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((name, value) -> copy.put(String.valueOf(name), frozen(value)));
    return Collections.unmodifiableMap(copy);
  }

  private static @Nullable Object frozen(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return frozen(map);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(element -> copy.add(frozen(element)));
      return Collections.unmodifiableList(copy);
    }
    return value;
  }
}
