/**
 * The client API. {@link dev.mirliton.zk.ZkClient} is the door: {@code
 * ZkClient.connect("host:2181")}.
 *
 * <p>A method that {@code throws InterruptedException} may wait; a method that does not, does not.
 * Everything that can fail at run time fails with a {@link dev.mirliton.zk.ZkException}, sealed
 * into families that answer "what now?".
 */
@NullMarked
package dev.mirliton.zk;

import org.jspecify.annotations.NullMarked;
