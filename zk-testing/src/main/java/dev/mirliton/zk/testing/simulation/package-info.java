/**
 * Whole programs in a simulated world: virtual time, seeded chance, a network that fails, and a
 * model ensemble. The same seed gives the same run.
 */
@NullMarked
package dev.mirliton.zk.testing.simulation;

import org.jspecify.annotations.NullMarked;
