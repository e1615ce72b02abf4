package dev.mirliton.zk.testing.history;

import java.util.Arrays;
import java.util.BitSet;

/** An immutable set of small numbers. */
final class Marks {
  static final Marks NONE = new Marks(new long[0]);

  private final long[] words; // without zeros at the end, so that equal sets have equal words

  private Marks(long[] words) {
    this.words = words;
  }

  boolean has(int number) {
    int word = number >> 6;
    return word < words.length && (words[word] & 1L << number) != 0;
  }

  Marks with(int number) {
    int word = number >> 6;
    long[] more = Arrays.copyOf(words, Math.max(words.length, word + 1));
    more[word] |= 1L << number;
    return new Marks(more);
  }

  Marks without(int number) {
    if (!has(number)) {
      return this;
    }
    long[] fewer = words.clone();
    fewer[number >> 6] &= ~(1L << number);
    int length = fewer.length;
    while (length > 0 && fewer[length - 1] == 0) {
      length--;
    }
    return length == 0 ? NONE : new Marks(Arrays.copyOf(fewer, length));
  }

  /** Whether {@code other} has every number of this. */
  boolean within(Marks other) {
    if (words.length > other.words.length) {
      return false;
    }
    for (int i = 0; i < words.length; i++) {
      if ((words[i] & ~other.words[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns the numbers of this that {@code other} does not have, the smallest first. */
  int[] except(Marks other) {
    long[] rest = words.clone();
    for (int i = 0; i < Math.min(rest.length, other.words.length); i++) {
      rest[i] &= ~other.words[i];
    }
    return BitSet.valueOf(rest).stream().toArray();
  }

  int count() {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Marks other && Arrays.equals(words, other.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }
}
