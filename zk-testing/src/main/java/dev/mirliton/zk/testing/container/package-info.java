/**
 * A ZooKeeper server in a container. Needs {@code org.testcontainers:testcontainers}, which this
 * module does not bring along.
 */
@NullMarked
package dev.mirliton.zk.testing.container;

import org.jspecify.annotations.NullMarked;
