package dev.mirliton.zk.testing.history;

import java.util.List;

/**
 * A rule was broken. The message is the rule and, line by line, the evidence, with times in
 * seconds.
 *
 * @since 0.1
 */
public final class ViolationError extends AssertionError {
  private static final long serialVersionUID = 1;

  private final String rule;
  // The lines themselves are in the message; a List need not be serializable.
  private final transient List<String> evidence;

  /** Says that {@code rule} was broken, and what shows it. */
  public ViolationError(String rule, List<String> evidence) {
    super(evidence.isEmpty() ? rule : rule + "\n  " + String.join("\n  ", evidence));
    this.rule = rule;
    this.evidence = List.copyOf(evidence);
  }

  /** Returns what was broken. */
  public String rule() {
    return rule;
  }

  /** Returns what shows it, in lines; empty after serialization. */
  public List<String> evidence() {
    return evidence == null ? List.of() : evidence;
  }
}
