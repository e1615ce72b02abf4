package dev.mirliton.zk.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What a {@code settings.xml} of Maven says about where artifacts are: the local repository, and
 * the mirror that stands for Maven Central.
 */
record MavenSettings(Optional<Path> localRepository, Optional<String> centralMirror) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(env\\.)?([^}]+)}");

  /** Reads the user's settings, and where they are silent those of the Maven that runs this JVM. */
  static MavenSettings ofThisMachine() {
    List<Path> files = new ArrayList<>();
    files.add(Path.of(System.getProperty("user.home"), ".m2", "settings.xml"));
    String home = System.getenv("MAVEN_HOME");
    if (home != null) {
      files.add(Path.of(home, "conf", "settings.xml"));
    }
    Optional<Path> local = Optional.empty();
    Optional<String> mirror = Optional.empty();
    for (Path file : files) {
      if (Files.isReadable(file)) {
        MavenSettings said = read(file);
        local = local.or(said::localRepository);
        mirror = mirror.or(said::centralMirror);
      }
    }
    return new MavenSettings(local, mirror);
  }

  /**
   * Reads one file.
   *
   * @throws IllegalStateException if it cannot be understood, naming it
   */
  static MavenSettings read(Path file) {
    Element root;
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      root = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    } catch (IOException | SAXException | ParserConfigurationException failure) {
      throw new IllegalStateException("cannot read Maven's settings in " + file, failure);
    }
    return new MavenSettings(
        text(root, "localRepository").map(Path::of),
        centralMirror(root.getElementsByTagName("mirror")));
  }

  /** A mirror of just this repository goes before one of many, wherever it stands. */
  private static Optional<String> centralMirror(NodeList mirrors) {
    Optional<String> ofMany = Optional.empty();
    for (int i = 0; i < mirrors.getLength(); i++) {
      Element mirror = (Element) mirrors.item(i);
      String of = text(mirror, "mirrorOf").orElse("");
      if (of.equals("central")) {
        return text(mirror, "url");
      }
      if (ofMany.isEmpty() && includesCentral(of)) {
        ofMany = text(mirror, "url");
      }
    }
    return ofMany;
  }

  private static boolean includesCentral(String mirrorOf) {
    List<String> patterns = List.of(mirrorOf.strip().split("\\s*,\\s*"));
    return !patterns.contains("!central")
        && (patterns.contains("central")
            || patterns.contains("*")
            || patterns.contains("external:*"));
  }

  private static Optional<String> text(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    return found.getLength() == 0
        ? Optional.empty()
        : Optional.of(filled(found.item(0).getTextContent().strip()))
            .filter(text -> !text.isEmpty());
  }

  /** Puts in what {@code ${user.home}} and {@code ${env.HOME}} stand for. */
  private static String filled(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            variable -> {
              String name = variable.group(2);
              String value =
                  variable.group(1) == null ? System.getProperty(name) : System.getenv(name);
              return Matcher.quoteReplacement(value == null ? variable.group() : value);
            });
  }
}
