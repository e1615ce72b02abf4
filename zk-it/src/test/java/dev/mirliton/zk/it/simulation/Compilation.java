package dev.mirliton.zk.it.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources against this JVM's class path, from memory to memory. */
final class Compilation {
  // Without line numbers, so that a class differs only if what it does is written differently.
  private static final List<String> OPTIONS =
      List.of("-proc:none", "-nowarn", "-g:source", "-cp", System.getProperty("java.class.path"));

  private Compilation() {}

  /**
   * Compiles these sources together.
   *
   * @return every class that came of it, by its binary name
   * @throws IllegalStateException with what the compiler said, if it refuses them
   */
  static Map<String, byte[]> of(Map<SourceFile, List<String>> sources) {
    if (sources.isEmpty()) {
      return Map.of();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    List<Source> units =
        sources.entrySet().stream()
            .map(each -> new Source(each.getKey(), String.join("\n", each.getValue())))
            .toList();
    try (Memory memory = new Memory(compiler.getStandardFileManager(said, null, null))) {
      if (!compiler.getTask(null, memory, said, OPTIONS, null, units).call()) {
        throw new IllegalStateException("does not compile: " + errors(said));
      }
      return memory.classes();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static List<String> errors(DiagnosticCollector<JavaFileObject> said) {
    return said.getDiagnostics().stream()
        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .map(
            each ->
                "line "
                    + each.getLineNumber()
                    + " of "
                    + each.getSource()
                    + ": "
                    + each.getMessage(Locale.ROOT))
        .toList();
  }

  /** A source as the compiler wants it. */
  private static final class Source extends SimpleJavaFileObject {
    private final SourceFile file;
    private final String code;

    Source(SourceFile file, String code) {
      super(URI.create("string:///" + file.path()), Kind.SOURCE);
      this.file = file;
      this.code = code;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return code;
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /** Where the compiler puts classes. */
  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

    Memory(JavaFileManager rest) {
      super(rest);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("string:///" + name.replace('.', '/')), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          written.put(name, bytes);
          return bytes;
        }
      };
    }

    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new TreeMap<>();
      written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      return classes;
    }
  }
}
