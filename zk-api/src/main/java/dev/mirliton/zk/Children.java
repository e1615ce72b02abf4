package dev.mirliton.zk;

import java.util.List;

/**
 * The names of a znode's children and the stat that was read with them.
 *
 * @param names the names, not the paths, in no particular order
 * @param stat the parent's stat
 * @since 0.1
 */
public record Children(List<String> names, Stat stat) {}
