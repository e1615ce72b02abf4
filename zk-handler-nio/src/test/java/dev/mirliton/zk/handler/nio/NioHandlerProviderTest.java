package dev.mirliton.zk.handler.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.mirliton.zk.spi.HandlerProvider;
import dev.mirliton.zk.spi.Handlers;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NioHandlerProviderTest {
  private static final String SERVICE = HandlerProvider.class.getName();

  @Test
  void theModulePathAndTheClassPathOfferTheSameProvider() throws Exception {
    try (InputStream descriptor = resource("/module-info.class");
        InputStream services = resource("/META-INF/services/" + SERVICE)) {

      List<String> ofModule =
          ModuleDescriptor.read(descriptor).provides().stream()
              .filter(provides -> provides.service().equals(SERVICE))
              .flatMap(provides -> provides.providers().stream())
              .toList();
      List<String> ofClassPath =
          new String(services.readAllBytes(), StandardCharsets.UTF_8).lines().toList();

      assertEquals(List.of(NioHandlerProvider.class.getName()), ofModule);
      assertEquals(ofModule, ofClassPath);
    }
  }

  private static InputStream resource(String name) {
    InputStream found = NioHandlerProvider.class.getResourceAsStream(name);
    assertNotNull(found, name);
    return found;
  }

  @Test
  void itIsFoundByItsName() {
    assertEquals(NioHandlerProvider.class, Handlers.choose("nio").getClass());
  }
}
