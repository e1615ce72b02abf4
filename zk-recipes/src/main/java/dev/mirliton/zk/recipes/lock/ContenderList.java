package dev.mirliton.zk.recipes.lock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.RecipeSupport.Settable;
import dev.mirliton.zk.SessionException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads who contends for a lock. Steps are on the client's event queue. */
final class ContenderList {
  private final LockSite site;
  private final Settable<List<Contender>> result;
  private final SortedMap<Integer, Contender> found = new TreeMap<>();
  private int unanswered;

  private ContenderList(LockSite site) {
    this.site = site;
    this.result = site.support().newResult("contenders of " + site);
  }

  static AsyncResult<List<Contender>> read(LockSite site) {
    ContenderList list = new ContenderList(site);
    SessionException gone = site.end();
    if (gone != null) {
      list.result.fail(gone);
    } else {
      site.async().children(site.path()).link(list::listed);
    }
    return list.result.result();
  }

  private void listed(AsyncResult<List<String>> children) {
    switch (children.exception()) {
      case null -> readAll(site.order().queue(children.value()));
      case NoNodeException nobodyYet -> result.complete(List.of());
      case Throwable failure -> result.fail(failure);
    }
  }

  private void readAll(List<String> nodes) {
    unanswered = nodes.size();
    for (int i = 0; i < nodes.size(); i++) {
      int place = i;
      String node = nodes.get(i);
      site.async().get(site.pathOf(node)).link(read -> add(place, node, read));
    }
    finish();
  }

  private void add(int place, String node, AsyncResult<Node> read) {
    unanswered--;
    switch (read.exception()) {
      case null -> found.put(place, new Contender(new String(read.value().data(), UTF_8), node));
      case NoNodeException left -> {}
      case Throwable failure -> result.fail(failure);
    }
    finish();
  }

  private void finish() {
    if (unanswered == 0) {
      result.complete(List.copyOf(found.values()));
    }
  }
}
