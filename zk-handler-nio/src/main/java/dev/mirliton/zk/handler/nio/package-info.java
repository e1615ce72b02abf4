/**
 * The handler named {@code nio}: one selector thread carries every connection and every timer. The
 * door is {@link dev.mirliton.zk.handler.nio.NioHandlerProvider}.
 */
@NullMarked
package dev.mirliton.zk.handler.nio;

import org.jspecify.annotations.NullMarked;
