/**
 * Servers, clients and faults for tests. {@link dev.mirliton.zk.testing.ZooKeeperTest} is the door:
 * it gives a test a real server and a client with a root of its own.
 *
 * <p>Nothing here is for production: it starts threads, opens ports and reads clocks.
 */
@NullMarked
package dev.mirliton.zk.testing;

import org.jspecify.annotations.NullMarked;
