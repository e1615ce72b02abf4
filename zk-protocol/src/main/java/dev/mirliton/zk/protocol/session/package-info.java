/**
 * What to say next: a session with an ensemble as a pure state machine. Input and time go in;
 * writes, wake-up times, answers and events come out. No thread, no socket, no clock, no logging.
 */
@NullMarked
package dev.mirliton.zk.protocol.session;

import org.jspecify.annotations.NullMarked;
