/**
 * A ZooKeeper ensemble as a model: leader and followers, sessions, watches, ACLs, and what a server
 * persists, in one thread of control and without a socket, a clock or a random number of its own.
 * It speaks the wire protocol, byte for byte.
 */
@NullMarked
package dev.mirliton.zk.testing.model;

import org.jspecify.annotations.NullMarked;
