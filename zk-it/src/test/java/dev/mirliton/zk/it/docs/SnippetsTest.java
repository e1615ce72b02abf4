package dev.mirliton.zk.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.source.util.JavacTask;
import dev.mirliton.zk.it.docs.Markdown.Snippet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Snippets of the documents compile as they stand. Those with a class of their own are taken as a
 * file; the others as the body of a method, next to the few names below that a reader will
 * understand.
 */
class SnippetsTest {
  private static final Pattern DECLARES_TYPE =
      Pattern.compile("(?m)^(final |public )?(class|record|interface|enum) ");

  private static final String IMPORTS =
      """
      import static java.nio.charset.StandardCharsets.UTF_8;
      import static org.junit.jupiter.api.Assertions.*;
      import dev.mirliton.zk.*;
      import dev.mirliton.zk.spi.*;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.*;
      import org.junit.jupiter.api.Test;
      """;

  /** What only some documents are about. */
  private static final Map<String, String> MORE_IMPORTS =
      Map.of(
          "locks.md", "import dev.mirliton.zk.recipes.lock.*;\n",
          "zc-zk.md", "import dev.mirliton.zk.discovery.*;\n",
          "security.md", "import java.nio.file.Path;\n",
          "handlers.md", "import dev.mirliton.zk.testing.contract.*;\n",
          "tls.md", "import java.nio.file.Path;\n",
          "observing.md",
              """
              import io.micrometer.core.instrument.*;
              import java.util.concurrent.atomic.*;
              """,
          "testing.md",
              """
              import dev.mirliton.zk.protocol.wire.OpCode;
              import dev.mirliton.zk.testing.*;
              import dev.mirliton.zk.testing.container.*;
              import dev.mirliton.zk.testing.simulation.InSimulation;
              """,
          "simulation.md",
              """
              import dev.mirliton.zk.recipes.lock.*;
              import dev.mirliton.zk.testing.history.*;
              import dev.mirliton.zk.testing.model.ModelOptions;
              import dev.mirliton.zk.testing.simulation.*;
              """);

  private static final String SURROUNDINGS =
      """
        ZkClient zk;
        byte[] data;
        String hosts;
        javax.security.auth.Subject subject;
        dev.mirliton.zk.testing.simulation.Simulation simulation;
        void reload(String path) {}
        void reload(byte[] data) {}
        void show(Object what) {}
        void stopWork() {}
        void resumeWork() {}
      """;

  private final Repository repository = Repository.here();

  @Test
  void snippetsCompile() throws IOException {
    List<JavaFileObject> sources = new ArrayList<>();
    for (Markdown document : repository.documents()) {
      if (document.file().startsWith(repository.root().resolve("docs"))) {
        for (Snippet snippet : document.snippets()) {
          sources.add(source(document.file(), snippet));
        }
      }
    }
    assertFalse(sources.isEmpty(), "no document has a snippet: the check is broken");

    assertEquals(List.of(), problems(sources));
  }

  @Test
  void wrongSnippetsAreFound() throws IOException {
    JavaFileObject wrong = source(Path.of("wrong.md"), new Snippet(7, "zk.fetch(\"/a\");\n"));

    List<String> problems = problems(List.of(wrong));

    assertEquals(1, problems.size(), problems::toString);
    assertEquals("wrong.md:7", problems.get(0).substring(0, 10));
  }

  private static List<String> problems(List<JavaFileObject> sources) throws IOException {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<String> options = List.of("-proc:none", "-cp", System.getProperty("java.class.path"));
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, diagnostics, options, null, sources);
    task.analyze(); // all but the writing of class files
    return diagnostics.getDiagnostics().stream()
        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .map(
            each ->
                (each.getSource() instanceof Source source
                        ? source.position(each.getLineNumber())
                        : "")
                    + " "
                    + each.getMessage(Locale.ROOT))
        .toList();
  }

  private static Source source(Path document, Snippet snippet) {
    String name = String.valueOf(document.getFileName());
    String packageName =
        "snippet." + name.replace(".md", "").replace("-", "") + ".line" + snippet.line();
    String head = "package " + packageName + ";\n" + IMPORTS + MORE_IMPORTS.getOrDefault(name, "");
    String code;
    if (DECLARES_TYPE.matcher(snippet.code()).find()) {
      code = head + snippet.code();
    } else {
      head += "class Body {\n" + SURROUNDINGS + "void run() throws Exception {\n";
      code = head + snippet.code() + "}}\n";
    }
    int linesBefore = (int) head.lines().count();
    return new Source(name, snippet.line() - linesBefore - 1, packageName, code);
  }

  /** A snippet as the compiler wants it. */
  private static final class Source extends SimpleJavaFileObject {
    private final String document;
    private final long offset;
    private final String code;

    Source(String document, long offset, String packageName, String code) {
      super(URI.create("string:///" + packageName.replace('.', '/') + "/Body.java"), Kind.SOURCE);
      this.document = document;
      this.offset = offset;
      this.code = code;
    }

    /** Returns where in the document a line of the code is. */
    String position(long line) {
      return document + ":" + (line + offset);
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return code;
    }
  }
}
