package dev.mirliton.zk.handler.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.mirliton.zk.spi.HandlerProvider;
import dev.mirliton.zk.spi.Handlers;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoomHandlerProviderTest {
  private static final String SERVICE = HandlerProvider.class.getName();

  @Test
  void itIsFoundByItsName() {
    HandlerProvider found = Handlers.choose("loom");

    assertEquals(LoomHandlerProvider.class, found.getClass());
    assertEquals(20, found.priority());
  }

  @Test
  void theModuleAndTheClassPathNameTheSameProvider() throws IOException {
    List<String> onModulePath;
    try (InputStream file = resource("/module-info.class")) {
      onModulePath =
          ModuleDescriptor.read(file).provides().stream()
              .filter(provides -> provides.service().equals(SERVICE))
              .flatMap(provides -> provides.providers().stream())
              .toList();
    }
    List<String> onClassPath;
    try (InputStream file = resource("/META-INF/services/" + SERVICE)) {
      onClassPath = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }

    assertEquals(List.of(LoomHandlerProvider.class.getName()), onModulePath);
    assertEquals(onModulePath, onClassPath);
  }

  private static InputStream resource(String path) {
    InputStream file = LoomHandlerProvider.class.getResourceAsStream(path);
    assertNotNull(file, path);
    return file;
  }
}
