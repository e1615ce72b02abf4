package dev.mirliton.zk;

/**
 * A znode that was just created.
 *
 * @param path its path, with the sequence number if one was asked for
 * @param stat its stat at creation
 * @since 0.1
 */
public record Created(String path, Stat stat) {}
