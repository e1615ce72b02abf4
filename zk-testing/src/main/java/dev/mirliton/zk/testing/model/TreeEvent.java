package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Acl;
import java.util.List;

/**
 * Something that watches may wait for.
 *
 * @param type see {@link dev.mirliton.zk.protocol.wire.EventType}: a znode was created, deleted or
 *     set; that its parent has other children follows
 * @param acl who may know of the znode
 * @param parentAcl who may know of its parent
 */
record TreeEvent(int type, String path, List<Acl> acl, List<Acl> parentAcl) {}
