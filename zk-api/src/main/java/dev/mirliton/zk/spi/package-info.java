/**
 * What an implementer of a concurrency model sees: the {@link dev.mirliton.zk.spi.Handler} and the
 * parts it may be built from.
 *
 * <p>A handler is the only way to a thread, a wait, a clock, a timer, a socket and a random number.
 * It knows nothing of ZooKeeper. Prove your own with the handler contract of {@code zk-testing}.
 */
@NullMarked
package dev.mirliton.zk.spi;

import org.jspecify.annotations.NullMarked;
