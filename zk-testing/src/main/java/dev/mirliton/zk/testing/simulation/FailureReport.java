package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.testing.trace.RunSummary;
import dev.mirliton.zk.testing.trace.TextLimits;
import dev.mirliton.zk.testing.trace.Timeline;
import dev.mirliton.zk.testing.trace.TraceEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Writes down what is known about a failed run: a message, a text and a page. */
final class FailureReport {
  private static final TextLimits IN_MESSAGE = new TextLimits(Duration.ZERO, 40);

  private FailureReport() {}

  /**
   * Writes the run's files.
   *
   * @param outcome recorded, of the smallest schedule known
   */
  static SimulationFailedError of(SimulationPlan plan, Run.Outcome outcome, Throwable cause) {
    String command =
        "%s -Dsimulation.seed=%d \"-Dsimulation.faults=%s\""
            .formatted(plan.command(), outcome.seed(), words(outcome.schedule()));
    RunSummary summary =
        new RunSummary(
            outcome.seed(),
            String.valueOf(cause),
            command,
            faults(outcome),
            List.of(
                new RunSummary.Setting("scenario", plan.name()),
                new RunSummary.Setting("servers", "" + plan.servers()),
                new RunSummary.Setting("simulated", outcome.simulated().toMillis() + " ms"),
                new RunSummary.Setting("trace hash", "%016x".formatted(outcome.hash()))));
    Timeline timeline = new Timeline(summary, outcome.events());
    Path page = file(plan, outcome, ".html");
    Path text = file(plan, outcome, ".txt");
    try {
      Files.createDirectories(plan.reports());
      Files.writeString(page, timeline.html());
      Files.writeString(text, timeline.text());
    } catch (IOException failure) {
      throw new UncheckedIOException("no report of a failed simulation", failure);
    }
    String message =
        """
        %s%s

        to see it: %s
        to read it: %s

        %s"""
            .formatted(
                cause,
                Arrays.stream(cause.getSuppressed())
                    .map(also -> "\n" + also.getMessage())
                    .collect(Collectors.joining()),
                page.toAbsolutePath().toUri(),
                text.toAbsolutePath(),
                new Timeline(summary, withoutTraffic(outcome.events())).text(IN_MESSAGE));
    return new SimulationFailedError(
        message, cause, outcome.seed(), outcome.schedule(), command, page);
  }

  /** A message has room for the story; who sent what is in the files. */
  private static List<TraceEvent> withoutTraffic(List<TraceEvent> events) {
    return events.stream()
        .filter(
            event ->
                switch (event.kind()) {
                  case SENT, RECEIVED, LOST, CONNECTED, DISCONNECTED -> false;
                  case STATE, FAULT, HEALED, ELECTION, SESSION, NOTE, FAILURE -> true;
                })
        .toList();
  }

  private static List<RunSummary.ScheduledFault> faults(Run.Outcome outcome) {
    List<RunSummary.ScheduledFault> faults = new ArrayList<>();
    for (int i = 0; i < outcome.schedule().size(); i++) {
      Fault fault = outcome.schedule().get(i);
      faults.add(new RunSummary.ScheduledFault(fault.at(), fault.lasts(), outcome.words().get(i)));
    }
    return faults;
  }

  private static Path file(SimulationPlan plan, Run.Outcome outcome, String suffix) {
    return plan.reports().resolve(plan.name() + "-" + outcome.seed() + suffix);
  }

  private static String words(List<Fault> schedule) {
    return schedule.isEmpty()
        ? "none"
        : schedule.stream().map(Fault::toString).collect(Collectors.joining(";"));
  }
}
