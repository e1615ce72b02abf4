package dev.mirliton.zk.protocol.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What Mirliton logs at INFO and above during a test; the console gets nothing of it. */
final class Log implements BeforeEachCallback, AfterEachCallback {
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.mirliton.zk");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  @Override
  public void beforeEach(ExtensionContext test) {
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(appender);
    appender.start();
  }

  @Override
  public void afterEach(ExtensionContext test) {
    logger.detachAppender(appender);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  /** Returns what was logged since the last call, each line with its level. */
  List<String> lines() {
    List<String> lines =
        appender.list.stream()
            .map(line -> line.getLevel() + " " + line.getFormattedMessage())
            .toList();
    appender.list.clear();
    return lines;
  }
}
