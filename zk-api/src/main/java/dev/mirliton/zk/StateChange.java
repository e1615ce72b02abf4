package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * The connection changed its state.
 *
 * @param state what it means
 * @param detail the finer state
 * @param session the session it is about: for LOST the one that ended; null before there ever was
 *     one
 * @param cause what led to it, or null
 * @since 0.1
 */
public record StateChange(
    ConnectionState state,
    KeeperState detail,
    @Nullable ZkSession session,
    @Nullable Throwable cause) {}
