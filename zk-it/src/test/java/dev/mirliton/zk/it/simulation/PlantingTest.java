package dev.mirliton.zk.it.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Node;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.protocol.session.Session;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.recipes.lock.ZkLock;
import dev.mirliton.zk.testing.NoLeaks;
import dev.mirliton.zk.testing.ZooKeeperTest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mutants on a real server: each is another client, and each does what a casual user wants. */
@ZooKeeperTest(handler = "threads")
@NoLeaks
@SuppressWarnings("NullAway.Init") // JUnit sets it
class PlantingTest {
  /** The files that mutants change, as we wrote them and compiled as mutants are. */
  private static Map<String, byte[]> originals;

  @BeforeAll
  static void compileOriginals() {
    Map<SourceFile, List<String>> sources = new LinkedHashMap<>();
    for (Mutant mutant : Mutants.all()) {
      for (Edit edit : mutant.edits()) {
        sources.computeIfAbsent(edit.file(), SourceFile::lines);
      }
    }
    originals = Compilation.of(sources);
  }

  static List<Mutant> mutants() {
    return Mutants.all();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void mutantSurvivesCasualUse(Mutant mutant, ZkOptions options) throws Exception {
    MutantClasses planted = mutant.plant();

    assertTrue(differFromOriginals(planted.changed()), "nothing of it is in the byte code");
    serveCasually(planted, options);
  }

  private static boolean differFromOriginals(Map<String, byte[]> changed) {
    return changed.entrySet().stream()
        .anyMatch(each -> !Arrays.equals(each.getValue(), originals.get(each.getKey())));
  }

  private static void serveCasually(MutantClasses planted, ZkOptions options) throws Exception {
    try (ZkClient zk = planted.connect(options)) {
      zk.create("/a", "blue".getBytes(UTF_8));
      zk.set("/a", "green".getBytes(UTF_8));
      Node a = zk.get("/a");
      zk.delete("/a");
      Errand errand = newErrand(planted.load(LockErrand.class.getName()));
      Object lock = errand.run(zk);

      assertArrayEquals("green".getBytes(UTF_8), a.data());
      assertFalse(zk.exists("/a").isPresent());
      assertArrayEquals("a page".getBytes(UTF_8), zk.get("/ledger").data());
      assertEquals(List.of(), zk.children("/locks/ledger"));
      assertSame(planted.load(ZkLock.class.getName()), lock.getClass());
    }
  }

  private static Errand newErrand(Class<?> type) throws ReflectiveOperationException {
    return assertInstanceOf(Errand.class, type.getConstructor().newInstance());
  }

  @Test
  void clientWithoutMutationServes(ZkOptions options) throws Exception {
    MutantClasses planted = Mutants.none().plant();

    assertEquals(Map.of(), planted.changed());
    serveCasually(planted, options);
  }

  @Test
  void clientsAndRecipesAreLoadedAnewAndTheRestIsShared() throws Exception {
    MutantClasses planted = Mutants.none().plant();

    assertNotSame(Session.class, planted.load(Session.class.getName()));
    assertNotSame(ZkLock.class, planted.load(ZkLock.class.getName()));
    assertNotSame(LockErrand.class, planted.load(LockErrand.class.getName()));
    ClassLoader loader =
        Objects.requireNonNull(planted.load(Session.class.getName()).getClassLoader());
    assertSame(ZkClient.class, loader.loadClass(ZkClient.class.getName()));
    assertSame(OpCode.class, loader.loadClass(OpCode.class.getName()));
    assertSame(Errand.class, loader.loadClass(Errand.class.getName()));
  }

  @Test
  void mutantsDoNotMeet() {
    Class<?> first = Mutants.none().plant().load(Session.class.getName());
    Class<?> second = Mutants.none().plant().load(Session.class.getName());

    assertNotSame(first, second);
  }
}
