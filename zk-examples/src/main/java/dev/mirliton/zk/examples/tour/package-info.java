/** The parts of the tour: its scenes, who tells them, and what was measured on the way. */
@NullMarked
package dev.mirliton.zk.examples.tour;

import org.jspecify.annotations.NullMarked;
