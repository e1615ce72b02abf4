/** Clients and ensembles of real servers that fail. */
@NullMarked
package dev.mirliton.zk.it.ensemble;

import org.jspecify.annotations.NullMarked;
