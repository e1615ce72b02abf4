/** Whole clients and recipes in a simulated world, and the bugs that it must be able to find. */
@NullMarked
package dev.mirliton.zk.it.simulation;

import org.jspecify.annotations.NullMarked;
