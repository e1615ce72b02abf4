package dev.mirliton.zk.protocol.tls;

import dev.mirliton.zk.TlsConfigurationException;
import dev.mirliton.zk.TlsKeys;
import dev.mirliton.zk.TlsOptions;
import dev.mirliton.zk.TlsPassword;
import dev.mirliton.zk.TlsTrust;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the files that some options name held at one moment. */
final class TlsFiles {
  private static final long MAX_BYTES = 16 << 20;

  private final Map<Path, byte[]> contents = new TreeMap<>();

  private TlsFiles() {}

  /** Returns the files that these options name, passwords included. */
  static Set<Path> named(TlsOptions options) {
    Set<Path> files = new LinkedHashSet<>();
    switch (options.trust()) {
      case TlsTrust.Jdk jdk -> {}
      case TlsTrust.Anybody anybody -> {}
      case TlsTrust.Pem pem -> files.addAll(pem.files());
      case TlsTrust.Store store -> add(files, store.file(), store.password());
    }
    switch (options.keys()) {
      case null -> {}
      case TlsKeys.Pem pem -> {
        files.add(pem.chain());
        add(files, pem.key(), pem.password());
      }
      case TlsKeys.Store store -> add(files, store.file(), store.password());
    }
    return files;
  }

  private static void add(Set<Path> files, Path file, TlsPassword password) {
    files.add(file);
    if (password.file() != null) {
      files.add(password.file());
    }
  }

  /**
   * Reads all that these options name.
   *
   * @throws TlsConfigurationException naming the first that cannot be read
   */
  static TlsFiles read(TlsOptions options) {
    TlsFiles files = new TlsFiles();
    for (Path file : named(options)) {
      try {
        if (Files.size(file) > MAX_BYTES) {
          throw new TlsConfigurationException(file, "it has more than 16 MB", null);
        }
        files.contents.put(file, Files.readAllBytes(file));
      } catch (NoSuchFileException missing) {
        throw new TlsConfigurationException(file, "there is no such file", missing);
      } catch (IOException unreadable) {
        throw new TlsConfigurationException(
            file, "it cannot be read: " + unreadable.getMessage(), unreadable);
      }
    }
    return files;
  }

  byte[] content(Path file) {
    byte[] content = contents.get(file);
    if (content == null) {
      throw new IllegalStateException(file + " was not read");
    }
    return content;
  }

  /** Returns the password, or null if none is needed. */
  char @Nullable [] password(TlsPassword password) {
    Path file = password.file();
    if (file == null) {
      return password.given();
    }
    byte[] content = content(file);
    int end = 0;
    while (end < content.length && content[end] != '\n' && content[end] != '\r') {
      end++;
    }
    CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(content, 0, end));
    char[] characters = new char[decoded.remaining()];
    decoded.get(characters);
    return characters;
  }

  /** Returns what tells contents apart. They are secrets, so they themselves are not kept. */
  byte[] digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] content : contents.values()) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(content.length).flip());
        digest.update(content);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
