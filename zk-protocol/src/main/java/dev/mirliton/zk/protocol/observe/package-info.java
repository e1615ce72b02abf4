/**
 * What a client tells of itself: to observers, to the flight recorder, to the log. Not exported.
 */
@NullMarked
package dev.mirliton.zk.protocol.observe;

import org.jspecify.annotations.NullMarked;
