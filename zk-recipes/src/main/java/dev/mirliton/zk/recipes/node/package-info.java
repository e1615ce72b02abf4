/**
 * Znodes that a recipe owns: created once, whatever becomes of the answer, and taken back for
 * certain. For every recipe; not exported.
 */
@NullMarked
package dev.mirliton.zk.recipes.node;

import org.jspecify.annotations.NullMarked;
