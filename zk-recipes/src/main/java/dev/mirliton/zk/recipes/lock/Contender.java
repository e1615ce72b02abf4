package dev.mirliton.zk.recipes.lock;

/**
 * One who has a lock or waits for it.
 *
 * @param identifier what it calls itself, see {@link LockOptions#identifier(String)}; may be empty
 * @param node the name of its znode
 * @since 0.1
 */
public record Contender(String identifier, String node) {}
