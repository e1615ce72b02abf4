package dev.mirliton.zk.it.ensemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.BadVersionException;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.history.Call;
import dev.mirliton.zk.testing.history.History;
import dev.mirliton.zk.testing.history.Linearizability;
import dev.mirliton.zk.testing.history.Register;
import java.util.List;

/** Versioned writes and synced reads of a few znodes, by many clients; the history is judged. */
final class Registers {
  private static final List<String> PATHS = List.of("/register-1", "/register-2", "/register-3");
  private static final String INITIAL = "initial";

  private final History<Register.Op, Register.Answer> history = new History<>(System::nanoTime);

  void prepare(ZkClient zk) throws InterruptedException {
    for (String path : PATHS) {
      zk.create(path, INITIAL.getBytes(UTF_8));
    }
  }

  /** Reads one and writes to it what it depends on. */
  void use(ZkClient zk, String who, int number) throws InterruptedException {
    String path = PATHS.get(number % PATHS.size());
    int version = read(zk, who, path);
    String value = who + "." + number;
    Register.Op write = new Register.CompareAndSet(path, version, value);
    Call<Register.Op, Register.Answer> call = history.begin(who, write);
    try {
      call.ok(
          new Register.Written(
              zk.set(path, value.getBytes(UTF_8), new Version(version)).version()));
    } catch (BadVersionException othersWereFaster) {
      call.ok(new Register.BadVersion());
    } catch (UnavailableException gone) {
      end(call, gone.fate());
    } catch (SessionException over) {
      end(call, over.fate());
    }
  }

  private static void end(Call<Register.Op, Register.Answer> call, Fate fate) {
    if (fate == Fate.NOT_SENT) {
      call.failed();
    } else {
      call.unknown();
    }
  }

  /** Returns the version; 0 if there was no answer. */
  private int read(ZkClient zk, String who, String path) throws InterruptedException {
    Call<Register.Op, Register.Answer> call = history.begin(who, new Register.Read(path));
    try {
      ZkSession session = zk.session();
      zk.sync(path);
      Node node = zk.get(path);
      if (session == zk.session()) { // a new session may see less than the old one had synced
        int version = node.stat().version();
        call.ok(new Register.Value(new String(node.data(), UTF_8), version));
        return version;
      }
    } catch (UnavailableException | SessionException unanswered) {
      // A read changes nothing.
    }
    call.failed();
    return 0;
  }

  void verify() {
    Linearizability.of(Register.startingAt(INITIAL, 0)).perKey(Register.Op::key).verify(history);
  }

  @Override
  public String toString() {
    return history.calls().size() + " calls of registers";
  }
}
