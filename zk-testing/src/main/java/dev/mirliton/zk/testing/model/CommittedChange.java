package dev.mirliton.zk.testing.model;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing that an ensemble has agreed on, as its log tells it afterwards: what a check compares
 * with what clients were told. Transactions that change nothing are left out; one of many steps,
 * and the end of a session with ephemeral znodes, are several changes with one zxid.
 *
 * @param zxid of the transaction
 * @param timeMs when the leader proposed it, in milliseconds since the epoch
 * @param sessionId who asked, or whose session it is; 0 for nobody
 * @param kind what happened
 * @param path of the znode; empty for sessions
 * @param data of the znode from then on; empty unless it was written
 * @since 0.1
 */
public record CommittedChange(
    long zxid, long timeMs, long sessionId, Kind kind, String path, byte[] data) {
  private static final byte[] NO_DATA = {};

  /** What happened. */
  public enum Kind {
    /** A znode was created. */
    CREATED,
    /** A znode's data was replaced. */
    CHANGED,
    /** A znode was deleted. */
    DELETED,
    /** A session was opened. */
    SESSION_OPENED,
    /** A session was ended by its client. */
    SESSION_CLOSED,
    /** A session was ended by the ensemble, which had not heard of it for its timeout. */
    SESSION_EXPIRED
  }

  static List<CommittedChange> of(List<LogEntry<Txn>> log) {
    List<CommittedChange> changes = new ArrayList<>();
    log.forEach(entry -> add(entry.txn(), entry.txn().change(), changes));
    return changes;
  }

  private static void add(Txn txn, Change change, List<CommittedChange> to) {
    switch (change) {
      case Change.Create create ->
          to.add(
              of(
                  txn,
                  Kind.CREATED,
                  create.path(),
                  create.data() == null ? NO_DATA : create.data()));
      case Change.SetData set ->
          to.add(of(txn, Kind.CHANGED, set.path(), set.data() == null ? NO_DATA : set.data()));
      case Change.Delete delete -> to.add(of(txn, Kind.DELETED, delete.path(), NO_DATA));
      case Change.Multi multi -> multi.steps().forEach(step -> add(txn, step, to));
      case Change.OpenSession open -> to.add(of(txn, Kind.SESSION_OPENED, "", NO_DATA));
      case Change.CloseSession close -> {
        close.ephemerals().forEach(path -> to.add(of(txn, Kind.DELETED, path, NO_DATA)));
        // The leader's own wish has no number, a client's request has.
        Kind kind = txn.cxid() == 0 ? Kind.SESSION_EXPIRED : Kind.SESSION_CLOSED;
        to.add(of(txn, kind, "", NO_DATA));
      }
      case Change.SetAcl set -> {}
      case Change.Check check -> {}
      case Change.Reconfig reconfig -> {}
      case Change.Failed failed -> {}
    }
  }

  private static CommittedChange of(Txn txn, Kind kind, String path, byte[] data) {
    return new CommittedChange(txn.zxid(), txn.timeMs(), txn.sessionId(), kind, path, data);
  }

  /** Never shows data. */
  @Override
  public String toString() {
    return "0x%x %s %s at %d ms, by 0x%x".formatted(zxid, kind, path, timeMs, sessionId);
  }
}
