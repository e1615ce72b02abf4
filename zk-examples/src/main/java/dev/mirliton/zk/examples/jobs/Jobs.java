package dev.mirliton.zk.examples.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.Node;
import dev.mirliton.zk.ZkClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where jobs are. A job is a znode below {@code /jobs} whose data become {@code done}; what it
 * costs is booked as an entry of {@code /ledger}.
 */
final class Jobs {
  static final byte[] DONE = "done".getBytes(UTF_8);
  static final String ENTRY = "/ledger/entry-";

  private Jobs() {}

  /** Posts a job; posting it again changes nothing. */
  static void post(ZkClient zk, String name) throws InterruptedException {
    zk.ensurePath("/ledger");
    zk.ensurePath("/jobs/" + name);
  }

  /** Returns the paths of all jobs, done or not, by name. */
  static List<String> all(ZkClient zk) throws InterruptedException {
    return zk.children("/jobs").stream().sorted().map(name -> "/jobs/" + name).toList();
  }

  static boolean isDone(Node job) {
    return new String(job.data(), UTF_8).equals("done");
  }

  /** Makes the data of an entry in the ledger. */
  static byte[] entry(String job) {
    return job.getBytes(UTF_8);
  }

  /** Returns the paths of the jobs that were booked, by name, each as often as it was booked. */
  static List<String> booked(ZkClient zk) throws InterruptedException {
    List<String> jobs = new ArrayList<>();
    for (String entry : zk.children("/ledger")) {
      jobs.add(new String(zk.get("/ledger/" + entry).data(), UTF_8));
    }
    Collections.sort(jobs);
    return jobs;
  }
}
