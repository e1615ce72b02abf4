package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.Stat;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One znode as a server keeps it. Changed by its {@link DataTree} alone. */
final class Znode {
  private static final int FEW_CHILDREN = 8;

  byte @Nullable [] data;
  List<Acl> acl;
  final long czxid;
  final long ctimeMs;
  final long owner;
  long mzxid;
  long mtimeMs;
  long pzxid;
  int version;
  int aversion;

  /** How many children it ever had. Clients see another number, see {@link #stat}. */
  int cversion;

  // Names hash alike in every run, so that their order is as arbitrary as a server's, yet the same.
  private final Set<String> children = new HashSet<>(FEW_CHILDREN);

  Znode(byte @Nullable [] data, List<Acl> acl, long owner, long zxid, long timeMs) {
    this.data = data;
    this.acl = acl;
    this.owner = owner;
    this.czxid = zxid;
    this.mzxid = zxid;
    this.pzxid = zxid;
    this.ctimeMs = timeMs;
    this.mtimeMs = timeMs;
  }

  /** Returns one that changes on its own; data and lists are never changed and so are shared. */
  Znode copy() {
    Znode copy = new Znode(data, acl, owner, czxid, ctimeMs);
    copy.mzxid = mzxid;
    copy.mtimeMs = mtimeMs;
    copy.pzxid = pzxid;
    copy.version = version;
    copy.aversion = aversion;
    copy.cversion = cversion;
    copy.children.addAll(children);
    return copy;
  }

  /** Returns the names of the children, in no order. */
  Set<String> children() {
    return children;
  }

  /** Returns what clients are told. */
  Stat stat() {
    return new Stat(
        czxid,
        mzxid,
        ctimeMs,
        mtimeMs,
        version,
        // Every child that is gone was a change once more.
        2 * cversion - children.size(),
        aversion,
        Ownership.isSession(owner) ? owner : Ownership.NOBODY,
        data == null ? 0 : data.length,
        children.size(),
        pzxid);
  }
}
