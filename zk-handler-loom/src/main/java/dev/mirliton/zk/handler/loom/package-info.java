/** The handler of virtual threads. {@link dev.mirliton.zk.handler.loom.LoomHandler} is its door. */
@NullMarked
package dev.mirliton.zk.handler.loom;

import org.jspecify.annotations.NullMarked;
