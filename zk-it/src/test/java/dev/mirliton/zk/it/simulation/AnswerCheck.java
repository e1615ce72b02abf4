package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.NodeException;
import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.TransactionException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.UnsupportedException;
import dev.mirliton.zk.testing.history.ViolationError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every request is answered once, in time, and with an answer that fits. */
final class AnswerCheck {
  void verify(List<Life> lives) {
    for (Life life : lives) {
      life.requests().forEach(request -> verify(life, request));
    }
  }

  private static void verify(Life life, Request request) {
    String broken = broken(life, request);
    if (broken != null) {
      throw new ViolationError(broken, List.of("" + request));
    }
  }

  private static @Nullable String broken(Life life, Request request) {
    if (request.tellings() > 1 || request.tellings() == 0 && !life.isDead()) {
      return "every request is answered once, not " + request.tellings() + " times";
    }
    if (request.tellings() == 1 && isLate(life, request)) {
      return "every request is answered within its deadline";
    }
    return isExpected(request) ? null : "every failure is of a kind that can happen";
  }

  private static boolean isLate(Life life, Request request) {
    long tookNs = request.endedNs() - request.beganNs();
    long standstillNs = life.pulse().stoodStillNs(request.beganNs(), request.endedNs());
    return tookNs > request.deadline().plus(Life.SLACK).toNanos() + standstillNs;
  }

  private static boolean isExpected(Request request) {
    return switch (request.failure()) {
      case null -> true;
      case UnavailableException none -> true;
      case SessionException over -> true;
      case NodeException refused -> true;
      case TransactionException refused -> true;
      case UnsupportedException refused -> request.deed() instanceof Deed.Unknown;
      default -> false;
    };
  }
}
