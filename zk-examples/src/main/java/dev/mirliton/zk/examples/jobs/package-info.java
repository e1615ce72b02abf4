/**
 * Workers that share jobs: {@link dev.mirliton.zk.examples.jobs.TwoPhaseJobs} has a bug, which a
 * simulation finds, {@link dev.mirliton.zk.examples.jobs.GuardedJobs} has not. The guide's page on
 * simulation quotes them.
 */
@NullMarked
package dev.mirliton.zk.examples.jobs;

import org.jspecify.annotations.NullMarked;
