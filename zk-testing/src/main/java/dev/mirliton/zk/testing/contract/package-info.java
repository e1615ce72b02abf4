/**
 * Contracts: interfaces of tests that an implementer's own test class inherits. {@link
 * dev.mirliton.zk.testing.contract.HandlerContract} proves a concurrency model.
 */
@NullMarked
package dev.mirliton.zk.testing.contract;

import org.jspecify.annotations.NullMarked;
