package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Acl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction does to a {@link DataTree}: decided once, by the leader, and carried out alike
 * everywhere. All that could go wrong has been looked at before.
 *
 * <p>{@code toString} never shows data. Equality is not meant to be used: arrays are compared by
 * identity.
 */
sealed interface Change {

  /**
   * Makes a znode.
   *
   * @param opCode which of the requests asked for it, on which the shape of the answer depends
   * @param path the whole path, with the number of a sequential one
   * @param owner see {@link Ownership}
   * @param parentCversion how many children the parent had ever, with this one
   */
  record Create(
      int opCode,
      String path,
      byte @Nullable [] data,
      List<Acl> acl,
      long owner,
      int parentCversion)
      implements Change {
    @Override
    public String toString() {
      return "create " + path;
    }
  }

  /** Deletes a znode. */
  record Delete(String path) implements Change {
    @Override
    public String toString() {
      return "delete " + path;
    }
  }

  /**
   * Replaces data.
   *
   * @param version the one it has then
   */
  record SetData(String path, byte @Nullable [] data, int version) implements Change {
    @Override
    public String toString() {
      return "set " + path + " to version " + version;
    }
  }

  /**
   * Replaces an access control list.
   *
   * @param version the one it has then
   */
  record SetAcl(String path, List<Acl> acl, int version) implements Change {
    @Override
    public String toString() {
      return "set acl " + path + " to version " + version;
    }
  }

  /** A version was compared and found right. */
  record Check(String path) implements Change {
    @Override
    public String toString() {
      return "check " + path;
    }
  }

  /** All steps of a transaction; if one is {@link Failed}, all are. */
  record Multi(List<Change> steps) implements Change {
    public Multi {
      steps = List.copyOf(steps);
    }

    @Override
    public String toString() {
      return "multi " + steps;
    }
  }

  /**
   * The ensemble has other members.
   *
   * @param config the data of {@code /zookeeper/config} from now on
   */
  record Reconfig(String config) implements Change {
    @Override
    public String toString() {
      return "reconfig " + config.replace('\n', ' ');
    }
  }

  /** A session begins. */
  record OpenSession(int timeoutMs) implements Change {
    @Override
    public String toString() {
      return "open session";
    }
  }

  /**
   * A session ends.
   *
   * @param ephemerals what goes with it, in this order
   */
  record CloseSession(List<String> ephemerals) implements Change {
    public CloseSession {
      ephemerals = List.copyOf(ephemerals);
    }

    @Override
    public String toString() {
      return "close session" + (ephemerals.isEmpty() ? "" : " and delete " + ephemerals);
    }
  }

  /** A request was refused. It takes a number of its own all the same. */
  record Failed(int err) implements Change {
    @Override
    public String toString() {
      return "error " + err;
    }
  }
}
