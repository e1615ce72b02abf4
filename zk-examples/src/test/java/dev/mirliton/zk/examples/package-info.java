/** Runs what the README shows, and checks that it shows what runs. */
@NullMarked
package dev.mirliton.zk.examples;

import org.jspecify.annotations.NullMarked;
