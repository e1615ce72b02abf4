package dev.mirliton.zk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change of an ensemble's members, for {@link ZkClient#reconfigure}: who joins and leaves, or who
 * belongs to it from now on.
 *
 * <pre>{@code
 * Reconfiguration.leaving(3).andJoining(EnsembleMember.parse("server.4=zk4:2888:3888;2181"))
 * }</pre>
 *
 * @since 0.1
 */
public sealed interface Reconfiguration {

  /**
   * Lets servers join, or changes what is said of members that have the same id.
   *
   * @throws IllegalArgumentException if there is none, two have the same id, or one does not say
   *     where it serves clients: servers refuse that
   */
  static Step joining(EnsembleMember... members) {
    return new Step(List.of(members), Set.of());
  }

  /**
   * Lets servers leave. Ids that nobody has are passed over by the ensemble.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Step leaving(long... ids) {
    return new Step(List.of(), set(ids));
  }

  /**
   * Names all members.
   *
   * @throws IllegalArgumentException if there is none, or two have the same id
   */
  static Whole members(List<EnsembleMember> members) {
    return new Whole(members);
  }

  private static Set<Long> set(long... ids) {
    Set<Long> set = new TreeSet<>();
    for (long id : ids) {
      set.add(id);
    }
    return set;
  }

  private static void checkIds(List<EnsembleMember> members) {
    Set<Long> ids = new HashSet<>();
    for (EnsembleMember member : members) {
      if (!ids.add(member.id())) {
        throw new IllegalArgumentException("two members have the id " + member.id());
      }
    }
  }

  /**
   * Who comes and goes. Who does both is replaced.
   *
   * @param joining each with another id
   * @param leaving ids
   */
  record Step(List<EnsembleMember> joining, Set<Long> leaving) implements Reconfiguration {
    /** Copies both, and checks what can be known to be wrong. */
    public Step {
      joining = List.copyOf(joining);
      leaving = Set.copyOf(leaving);
      if (joining.isEmpty() && leaving.isEmpty()) {
        throw new IllegalArgumentException("nobody joins and nobody leaves");
      }
      checkIds(joining);
      for (EnsembleMember member : joining) {
        if (member.clientAddress().isEmpty()) {
          throw new IllegalArgumentException(
              "a member that joins must say where it serves clients, as in " + member + ";2181");
        }
      }
    }

    /** Returns the same with servers that join; see {@link Reconfiguration#joining}. */
    public Step andJoining(EnsembleMember... members) {
      List<EnsembleMember> all = new ArrayList<>(joining);
      all.addAll(List.of(members));
      return new Step(all, leaving);
    }

    /** Returns the same with servers that leave; see {@link Reconfiguration#leaving}. */
    public Step andLeaving(long... ids) {
      Set<Long> all = set(ids);
      all.addAll(leaving);
      return new Step(joining, all);
    }
  }

  /**
   * Who belongs to it from now on.
   *
   * @param members each with another id; never empty
   */
  record Whole(List<EnsembleMember> members) implements Reconfiguration {
    /** Copies the list, and checks that there is somebody and each id is there once. */
    public Whole {
      members = List.copyOf(members);
      if (members.isEmpty()) {
        throw new IllegalArgumentException("an ensemble needs a member");
      }
      checkIds(members);
    }
  }
}
