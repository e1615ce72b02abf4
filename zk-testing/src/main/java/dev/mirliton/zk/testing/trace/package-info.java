/**
 * What happened in a simulated run, as events on lanes, and how it is shown: as text, as a page
 * with swim lanes, and as the smallest schedule of faults that still fails.
 */
@NullMarked
package dev.mirliton.zk.testing.trace;

import org.jspecify.annotations.NullMarked;
