/** Servers in containers, where a Docker engine is. */
@org.jspecify.annotations.NullMarked
package dev.mirliton.zk.it.container;
