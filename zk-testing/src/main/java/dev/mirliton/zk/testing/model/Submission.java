package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Identity;
import java.util.List;

/**
 * A write on its way from a server to the leader.
 *
 * @param server which server, from 1; the session belongs to it from now on
 * @param ticket by which the server knows its own among all that is committed; 0 if nobody waits.
 *     Tickets begin at a random number, so that those of a server's former life mean nothing to it
 * @param sessionId whose
 * @param cxid what the session calls it
 * @param write what is asked for
 * @param identities whom the client was taken for when it asked
 */
record Submission(
    int server, long ticket, long sessionId, int cxid, Write write, List<Identity> identities) {
  Submission {
    identities = List.copyOf(identities);
  }
}
