/** The job runners in simulated worlds. */
@NullMarked
package dev.mirliton.zk.examples.jobs;

import org.jspecify.annotations.NullMarked;
