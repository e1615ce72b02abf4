/**
 * What callers saw, written down while a run goes on, and checks of it afterwards: a register is
 * linearizable, a lock has one holder, nothing acknowledged is lost.
 */
@NullMarked
package dev.mirliton.zk.testing.history;

import org.jspecify.annotations.NullMarked;
