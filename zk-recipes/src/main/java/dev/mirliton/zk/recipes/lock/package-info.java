/**
 * Locks. {@link dev.mirliton.zk.recipes.lock.ZkLock} is the door: {@code ZkLock.at(client,
 * "/locks/ledger")}.
 *
 * <p>Who may go first is decided in {@code LockOrder}, a pure function. {@code Acquisition} carries
 * one acquire through as many {@code Candidacy}s as it takes, each with a znode of its own; {@code
 * Hold} is a lock that is held.
 */
@NullMarked
package dev.mirliton.zk.recipes.lock;

import org.jspecify.annotations.NullMarked;
