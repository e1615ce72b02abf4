/**
 * Whole programs in a simulated world: virtual time, seeded chance, a network that fails, and a
 * model ensemble. The same seed gives the same run.
 *
 * <p>One thing at a time happens in a world: an event, on the kernel's thread, or the turn of one
 * simulated thread. So nothing in here is locked, and nothing in here is for real threads, unless
 * it says so.
 */
@NullMarked
package dev.mirliton.zk.testing.simulation;

import org.jspecify.annotations.NullMarked;
