package dev.mirliton.zk.testing.history;

import dev.mirliton.zk.ZkClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rule that nothing is left that belongs to nobody: no ephemeral znode of a session that is
 * over, and none that no holder would say is its own. Ask when all is quiet.
 *
 * @since 0.1
 */
public final class Orphans implements Check {
  private final Znodes znodes;
  private final String root;
  private final Set<Long> liveSessions;
  private final Predicate<Znodes.Znode> isOwned;

  private Orphans(
      Znodes znodes, String root, Set<Long> liveSessions, Predicate<Znodes.Znode> isOwned) {
    this.znodes = znodes;
    this.root = root;
    this.liveSessions = liveSessions;
    this.isOwned = isOwned;
  }

  /**
   * Looks below {@code root} for ephemeral znodes of other sessions than those that live.
   *
   * @param liveSessions asked when the check is; not copied
   */
  public static Orphans below(String root, Znodes znodes, Set<Long> liveSessions) {
    return new Orphans(znodes, root, liveSessions, znode -> true);
  }

  /** Looks through a client; see {@link #below(String, Znodes, Set)}. */
  public static Orphans below(String root, ZkClient client, Set<Long> liveSessions) {
    return below(root, Znodes.of(client), liveSessions);
  }

  /**
   * Counts as an orphan too what nobody owns in a session that lives, and what nobody owns of
   * znodes that belong to no session.
   *
   * @param isOwned whether some holder would say that the znode is its own, or that it is there for
   *     good, as the parents of others are
   */
  public Orphans unless(Predicate<Znodes.Znode> isOwned) {
    return new Orphans(znodes, root, liveSessions, isOwned);
  }

  @Override
  public String name() {
    return "no orphans below " + root;
  }

  /**
   * Returns if there are no orphans.
   *
   * @throws ViolationError naming each
   */
  @Override
  public void verify() throws InterruptedException {
    List<String> orphans = new ArrayList<>();
    Deque<String> parents = new ArrayDeque<>(List.of(root));
    while (!parents.isEmpty()) {
      List<Znodes.Znode> children = new ArrayList<>(znodes.children(parents.remove()));
      children.sort(Comparator.comparing(Znodes.Znode::path));
      for (Znodes.Znode child : children) {
        if (child.owner() != 0 && !liveSessions.contains(child.owner())) {
          orphans.add(child + ", which is over");
        } else if (!isOwned.test(child)) {
          orphans.add(child + ", which nobody owns");
        }
        parents.add(child.path());
      }
    }
    if (!orphans.isEmpty()) {
      throw new ViolationError("left behind below " + root, orphans);
    }
  }
}
