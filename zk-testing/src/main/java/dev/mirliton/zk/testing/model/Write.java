package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.protocol.wire.Request;

/** What only the leader can decide. */
sealed interface Write {

  /** A client's request: a create, delete, set, transaction or change of members. */
  record Ask(Request request) implements Write {}

  /** A session begins, with a timeout that is granted already. */
  record OpenSession(int timeoutMs) implements Write {}

  /** A session ends, because its client says so or because it was silent for too long. */
  record CloseSession() implements Write {}

  /** A container, or a znode with a time to live, may go if it is empty. */
  record DeleteContainer(String path) implements Write {}

  /** A transaction that nobody can read: it fails, but not without a number of its own. */
  record Unreadable() implements Write {}
}
