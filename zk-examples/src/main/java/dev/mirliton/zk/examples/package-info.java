/**
 * Programs to read and to run: {@link dev.mirliton.zk.examples.Tour} shows the whole client at work
 * on every handler, the {@code …Style} classes are what the README quotes.
 */
@NullMarked
package dev.mirliton.zk.examples;

import org.jspecify.annotations.NullMarked;
