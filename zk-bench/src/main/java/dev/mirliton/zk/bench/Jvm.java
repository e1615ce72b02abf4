package dev.mirliton.zk.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a child JVM is started: the Java and the class path of this one, pinned to cores or not.
 *
 * @param cores what {@code taskset -c} is given; empty for no pinning
 * @param heap the size of the heap, as {@code -Xmx} takes it
 */
record Jvm(String cores, String heap) {

  /** Whether {@code taskset} is here and accepts those cores. */
  static boolean canPin(String cores) throws InterruptedException {
    try {
      Process trial =
          new ProcessBuilder("taskset", "-c", cores, "true")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return trial.waitFor(5, TimeUnit.SECONDS) && trial.exitValue() == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  Child start(Class<?> main, String... args) throws IOException {
    String name = main.getSimpleName() + " " + String.join(" ", args);
    return Child.start(name.strip(), command(main, args));
  }

  List<String> command(Class<?> main, String... args) {
    List<String> command = new ArrayList<>();
    if (!cores.isEmpty()) {
      command.addAll(List.of("taskset", "-c", cores));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // One core would make the JVM choose another collector than it does for an application.
    command.addAll(List.of("-XX:+UseG1GC", "-Xms" + heap, "-Xmx" + heap));
    // What Netty does would only be warned about; the warnings are of no interest here.
    command.add("--enable-native-access=ALL-UNNAMED");
    if (Runtime.version().feature() >= 24) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    return command;
  }
}
