/**
 * The handler named {@code threads}: platform threads and nothing fancy, one reader for each
 * connection. The door is {@link dev.mirliton.zk.handler.threads.ThreadHandlerProvider}.
 */
@NullMarked
package dev.mirliton.zk.handler.threads;

import org.jspecify.annotations.NullMarked;
