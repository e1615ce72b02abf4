package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.WatchKind.CHILD;
import static dev.mirliton.zk.protocol.session.WatchKind.DATA;
import static dev.mirliton.zk.protocol.session.WatchKind.EXIST;
import static dev.mirliton.zk.protocol.session.WatchKind.PERSISTENT;
import static dev.mirliton.zk.protocol.session.WatchKind.RECURSIVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.WatchEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchTableTest {
  private final SessionRig rig = new SessionRig();
  private final WatchTable table = new WatchTable();

  private Eye add(WatchKind kind, String path) {
    Eye eye = new Eye(rig, kind, path);
    table.add(kind, eye);
    return eye;
  }

  private Set<WatchKind> fire(WatchEvent event) {
    Set<WatchKind> told = EnumSet.noneOf(WatchKind.class);
    table.fire(event, watcher -> assertTrue(told.add(watcher.kind()), "told twice"));
    return told;
  }

  private void addEveryKind() {
    for (WatchKind kind : WatchKind.values()) {
      add(kind, "/a/b");
    }
  }

  @Test
  void creationTellsAllButChildWatches() {
    addEveryKind();

    assertEquals(Set.of(DATA, EXIST, PERSISTENT, RECURSIVE), fire(new WatchEvent.Created("/a/b")));
    assertEquals(Set.of(PERSISTENT, RECURSIVE), fire(new WatchEvent.Created("/a/b")));
    assertTrue(table.has("/a/b", CHILD));
  }

  @Test
  void newDataTellsAllButChildWatches() {
    addEveryKind();

    assertEquals(
        Set.of(DATA, EXIST, PERSISTENT, RECURSIVE), fire(new WatchEvent.DataChanged("/a/b")));
    assertEquals(Set.of(PERSISTENT, RECURSIVE), fire(new WatchEvent.DataChanged("/a/b")));
    assertTrue(table.has("/a/b", CHILD));
  }

  @Test
  void deletionTellsEveryWatch() {
    addEveryKind();

    assertEquals(
        Set.of(DATA, EXIST, CHILD, PERSISTENT, RECURSIVE), fire(new WatchEvent.Deleted("/a/b")));
    assertEquals(Set.of(PERSISTENT, RECURSIVE), fire(new WatchEvent.Deleted("/a/b")));
  }

  @Test
  void newChildrenTellChildAndPersistentWatchesAndNeverRecursiveOnes() {
    addEveryKind();

    assertEquals(Set.of(CHILD, PERSISTENT), fire(new WatchEvent.ChildrenChanged("/a/b")));
    assertEquals(Set.of(PERSISTENT), fire(new WatchEvent.ChildrenChanged("/a/b")));
    assertTrue(table.has("/a/b", DATA));
    assertTrue(table.has("/a/b", EXIST));
  }

  @Test
  void recursiveWatchesSeeEverythingBelow() {
    for (String path : List.of("/", "/a", "/a/b", "/a/b/c", "/a/bc", "/b")) {
      add(RECURSIVE, path);
    }
    List<String> told = new ArrayList<>();

    table.fire(new WatchEvent.Created("/a/b/c"), watcher -> told.add(watcher.serverPath()));

    assertEquals(List.of("/a/b/c", "/a/b", "/a", "/"), told);
  }

  @Test
  void theRootCanBeWatchedRecursively() {
    add(RECURSIVE, "/");

    assertEquals(Set.of(RECURSIVE), fire(new WatchEvent.DataChanged("/")));
    assertEquals(Set.of(RECURSIVE), fire(new WatchEvent.Created("/x")));
  }

  @Test
  void otherKindsSeeTheirOwnPathOnly() {
    for (WatchKind kind : List.of(DATA, EXIST, CHILD, PERSISTENT)) {
      add(kind, "/a");
    }

    assertEquals(Set.of(), fire(new WatchEvent.Deleted("/a/b")));
    assertEquals(Set.of(), fire(new WatchEvent.Deleted("/")));
    assertEquals(Set.of(), fire(new WatchEvent.Deleted("/aa")));
  }

  @Test
  void everyWatchOnAPathIsTold() {
    add(DATA, "/a");
    add(DATA, "/a");
    List<Watcher> told = new ArrayList<>();

    table.fire(new WatchEvent.DataChanged("/a"), told::add);

    assertEquals(2, told.size());
    assertTrue(table.isEmpty());
  }

  @Test
  void aGapIsNoEventOfAServer() {
    WatchEvent gap = new WatchEvent.Gap("/a", WatchEvent.Gap.Reason.OVERFLOW);

    assertThrows(IllegalArgumentException.class, () -> fire(gap));
  }

  @Test
  void removingNamesTheKindItWasKeptUnder() {
    Eye asked = new Eye(rig, EXIST, "/a");
    table.add(DATA, asked);

    assertEquals(DATA, table.remove(asked));
    assertNull(table.remove(asked));
    assertTrue(table.isEmpty());
  }

  @Test
  void removingOneLeavesTheOthersOfItsPath() {
    Eye first = add(CHILD, "/a");
    add(CHILD, "/a");

    table.remove(first);

    assertTrue(table.has("/a", CHILD));
  }

  @Test
  void batchesHoldEveryPathOnceAndAreClosedWhenTheyAreFull() {
    for (int i = 0; i < 10; i++) {
      add(DATA, "/data/" + i);
      add(DATA, "/data/" + i);
      add(CHILD, "/chil/" + i);
      add(RECURSIVE, "/recu/" + i);
    }

    List<WatchTable.Batch> batches = table.batches(28); // four paths of seven characters

    List<String> paths = new ArrayList<>();
    for (WatchTable.Batch batch : batches) {
      int size = 0;
      for (WatchKind kind : WatchKind.values()) {
        size += batch.of(kind).size();
        paths.addAll(batch.of(kind));
      }
      assertEquals(batch == batches.get(batches.size() - 1) ? 2 : 4, size);
    }
    assertEquals(30, paths.size());
    assertEquals(30, Set.copyOf(paths).size());
    assertTrue(batches.get(0).isOneShotOnly());
    assertTrue(!batches.get(batches.size() - 1).isOneShotOnly());
  }
}
