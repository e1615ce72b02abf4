/** Locks, on every handler, against a real server. */
@NullMarked
package dev.mirliton.zk.it.lock;

import org.jspecify.annotations.NullMarked;
