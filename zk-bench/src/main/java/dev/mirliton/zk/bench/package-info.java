/**
 * Measures Mirliton, the official client and a raw socket side by side. {@link
 * dev.mirliton.zk.bench.Bench} is the door; it starts a {@link dev.mirliton.zk.bench.StubServer}
 * and one {@link dev.mirliton.zk.bench.DriverProcess} for each {@link
 * dev.mirliton.zk.bench.Contender}, and lets them take turns.
 */
@NullMarked
package dev.mirliton.zk.bench;

import org.jspecify.annotations.NullMarked;
