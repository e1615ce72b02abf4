package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.Stat;
import dev.mirliton.zk.testing.history.ViolationError;
import dev.mirliton.zk.testing.model.CommittedChange;
import dev.mirliton.zk.testing.model.CommittedChange.Kind;
import java.util.ArrayList;
import java.util.List;

/** What was said to have happened has happened once, what was said not to has not. */
final class FateCheck {
  private final Truth truth;

  FateCheck(Truth truth) {
    this.truth = truth;
  }

  void verify(List<Life> lives) {
    lives.forEach(life -> life.requests().forEach(this::verify));
    verifyDeletes(lives);
  }

  private void verify(Request request) {
    if (!(request.deed() instanceof Deed.Marked marked)) {
      return;
    }
    List<CommittedChange> effects = truth.marked(marked.mark());
    boolean fine =
        switch (request.meaning()) {
          case HAPPENED -> effects.size() == 1;
          case DID_NOT -> effects.isEmpty();
          case UNKNOWN -> effects.size() <= 1;
        };
    if (fine && request.answer() instanceof Stat stat) {
      fine = effects.getFirst().zxid() == stat.mzxid();
    }
    if (!fine) {
      throw new ViolationError(
          "what a client says of a write is true", List.of("" + request, "truth: " + effects));
    }
  }

  /** A delete leaves no mark, so they are counted. */
  private void verifyDeletes(List<Life> lives) {
    for (String path : Business.NODES) {
      int certain = 0;
      int possible = 0;
      List<String> asked = new ArrayList<>();
      for (Life life : lives) {
        for (Request request : life.requests()) {
          if (request.deed() instanceof Deed.Delete delete && delete.path().equals(path)) {
            certain += request.meaning() == Request.Meaning.HAPPENED ? 1 : 0;
            possible += request.meaning() == Request.Meaning.UNKNOWN ? 1 : 0;
            asked.add("" + request);
          }
        }
      }
      long deleted =
          truth.of(path).stream().filter(change -> change.kind() == Kind.DELETED).count();
      if (deleted < certain || deleted > certain + possible) {
        asked.add("truth: " + truth.of(path));
        throw new ViolationError("what clients say of deletes is true", asked);
      }
    }
  }
}
