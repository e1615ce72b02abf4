package dev.mirliton.zk.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Providers as a foreign class path offers them, some of them broken. */
class ProvidersTest {

  /** A provider that nobody asks to create. */
  public abstract static class Offered implements HandlerProvider {
    @Override
    public String name() {
      return getClass().getSimpleName();
    }

    @Override
    public int priority() {
      return 0;
    }

    @Override
    public Handler create(HandlerOptions options) {
      throw new AssertionError("looking creates nothing");
    }
  }

  /** One that works. */
  public static final class First extends Offered {}

  /** Another that works. */
  public static final class Last extends Offered {}

  /** Throws when it is made. */
  public static final class Throwing extends Offered {
    /** Throws. */
    public Throwing() {
      throw new IllegalStateException("thrown on purpose by a provider");
    }
  }

  /** Throws when it is first looked at. */
  public static final class Uninitialised extends Offered {
    private static final int NUMBER = Integer.parseInt("no number, on purpose");

    @Override
    public int priority() {
      return NUMBER;
    }
  }

  /** Cannot be made. */
  public static final class Hidden extends Offered {
    private Hidden() {}
  }

  /** Is none. */
  public static final class Stranger {}

  /** A class path of its own: a list of names, and the classes above under some of them. */
  private static final class Foreign extends ClassLoader {
    private static final String SERVICE = "META-INF/services/" + HandlerProvider.class.getName();

    private final String listed;

    Foreign(List<String> names) {
      super(ProvidersTest.class.getClassLoader());
      listed = String.join("\n", names);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.endsWith("TooNew")) {
        throw new UnsupportedClassVersionError("thrown on purpose for " + name);
      }
      if (name.startsWith(ProvidersTest.class.getName())) {
        Class<?> own = findLoadedClass(name);
        return own == null ? define(name) : own;
      }
      return super.loadClass(name, resolve);
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
      try (InputStream in = ProvidersTest.class.getResourceAsStream(file)) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException failure) {
        throw new ClassNotFoundException(name, failure);
      }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals(SERVICE)
          ? Collections.enumeration(List.of(inMemory(listed)))
          : super.getResources(name);
    }
  }

  private static URL inMemory(String text) throws IOException {
    return URL.of(
        URI.create("memory:providers"),
        new URLStreamHandler() {
          @Override
          protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
              @Override
              public void connect() {}

              @Override
              public InputStream getInputStream() {
                return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
              }
            };
          }
        });
  }

  private static String nameOf(String simpleName) {
    return ProvidersTest.class.getName() + "$" + simpleName;
  }

  private static List<String> found(String... simpleNames) {
    List<String> names = List.of(simpleNames).stream().map(ProvidersTest::nameOf).toList();
    return load(new Foreign(names));
  }

  private static List<String> load(ClassLoader loader) {
    return Providers.load(ServiceLoader.load(HandlerProvider.class, loader)).stream()
        .map(HandlerProvider::name)
        .toList();
  }

  @Test
  void everyProviderIsFound() {
    assertEquals(List.of("First", "Last"), found("First", "Last"));
    assertEquals(List.of(), found());
  }

  @Test
  void brokenProviderIsSkipped() {
    assertNotNull(ProvidersTest.class.getResource("ProvidersTest$Throwing.class"));
    for (String broken :
        List.of("Throwing", "Uninitialised", "Hidden", "Offered", "Stranger", "Absent", "TooNew")) {
      assertEquals(List.of("First", "Last"), found("First", broken, "Last"), broken);
      assertEquals(List.of("First"), found(broken, "First"), broken);
      assertEquals(List.of("First"), found("First", broken), broken);
    }
  }

  @Test
  void listThatIsNoListIsSkipped() {
    assertEquals(List.of(), load(new Foreign(List.of("this is no class name"))));
  }

  @Test
  @Timeout(10)
  void classPathThatCannotBeReadIsGivenUp() {
    ClassLoader unreadable =
        new ClassLoader(ProvidersTest.class.getClassLoader()) {
          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            throw new IOException("thrown on purpose by a class path");
          }
        };

    assertEquals(List.of(), load(unreadable));
  }
}
