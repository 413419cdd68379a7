package dev.lamina.hunt;

import com.google.common.collect.ImmutableList;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Has items checked by worker processes, several at a time. */
final class HuntRunner {
  /** How many lines of a worker's output a report on its crash shows. */
  private static final int TAIL = 12;

  /** What a worker's reader says when there is nothing more to read. */
  private static final String GONE = "gone";

  private final String hunt;
  private final Path directory;
  private final int jobs;
  private final Duration limit;

  /**
   * @param hunt a name of {@link Hunts}
   * @param directory for the hunt's files
   * @param jobs how many workers
   * @param limit for one item
   */
  HuntRunner(String hunt, Path directory, int jobs, Duration limit) {
    this.hunt = hunt;
    this.directory = directory;
    this.jobs = jobs;
    this.limit = limit;
  }

  /** What is wrong with an item. */
  record Finding(String item, String what) {
    @Override
    public String toString() {
      return item + ": " + what;
    }
  }

  /**
   * What came of a hunt.
   *
   * @param checked how many items were checked, findings included
   * @param skipped how many items told nothing
   * @param findings all that is wrong
   */
  record Result(int checked, int skipped, ImmutableList<Finding> findings) {}

  /** Checks {@code items} until there are no more, or {@code wanted} were not skipped. */
  Result run(Iterator<String> items, int wanted) throws InterruptedException {
    Run run = new Run(items, wanted);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      Thread thread = new Thread(run::work, "hunt-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return new Result(run.checked, run.skipped, ImmutableList.copyOf(run.findings));
  }

  private final class Run {
    private final Iterator<String> items;
    private final int wanted;
    private final boolean terminal = Boolean.getBoolean("lamina.terminal");

    // Guarded by this.
    private int underWay;
    private int checked;
    private int skipped;
    private final List<Finding> findings = new ArrayList<>();

    Run(Iterator<String> items, int wanted) {
      this.items = items;
      this.wanted = wanted;
    }

    private synchronized @Nullable String next() {
      if (checked + underWay >= wanted || !items.hasNext()) {
        return null;
      }
      underWay++;
      return items.next();
    }

    private synchronized void note(String item, String verdict) {
      underWay--;
      if (verdict.startsWith(Hunt.SKIPPED)) {
        skipped++;
        return;
      }
      checked++;
      if (!verdict.isEmpty()) {
        Finding finding = new Finding(item, verdict);
        findings.add(finding);
        System.out.println(finding);
      }
      if (terminal) {
        System.err.print("\r\u001b[K" + hunt + ": " + checked + ", " + findings.size() + " found");
      }
    }

    void work() {
      Worker worker = null;
      try {
        String item;
        while ((item = next()) != null) {
          if (worker == null) {
            worker = new Worker();
          }
          String verdict = worker.check(item);
          note(item, verdict);
          if (worker.isGone()) {
            worker = null;
          }
        }
      } catch (IOException e) {
        note("worker", "could not be started: " + e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        if (worker != null) {
          worker.end();
        }
      }
    }
  }

  /** A worker process. */
  private final class Worker {
    private final Process process;
    private final BufferedWriter input;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private boolean gone;

    Worker() throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      // A small heap: damaged input must not make us ask for memory without bound.
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g", "-Xrs"));
      command.addAll(
          List.of("-XX:ErrorFile=/tmp/lamina-hunt-%p.log", "-XX:-CreateCoredumpOnCrash"));
      command.addAll(Hunts.vmOptions(hunt));
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(HuntWorker.class.getName(), hunt, directory.toString()));
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      input =
          new BufferedWriter(
              new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
      Thread reader = new Thread(this::read, "hunt-reader");
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        String line;
        while ((line = lines.readLine()) != null) {
          output.add(line);
        }
      } catch (IOException e) {
        output.add(e.toString());
      }
      output.add(GONE);
    }

    String check(String item) throws IOException, InterruptedException {
      try {
        input.write(item);
        input.newLine();
        input.flush();
      } catch (IOException e) {
        output.add("writing to the worker failed: " + e);
      }
      Deque<String> tail = new ArrayDeque<>();
      long deadline = System.nanoTime() + limit.toNanos();
      while (true) {
        String line = output.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line == null) {
          end();
          return "hangs: no answer after " + limit.toSeconds() + " s" + text(tail);
        }
        if (!line.isEmpty() && line.charAt(0) == HuntWorker.ANSWER) {
          return line.substring(1).replace(HuntWorker.LINE_END, '\n');
        }
        if (line.equals(GONE)) {
          end();
          return "crashes, status " + process.waitFor() + text(tail);
        }
        if (!line.isEmpty() && line.charAt(0) == HuntWorker.NOTE) {
          System.out.println(hunt + ": " + line.substring(1));
          continue;
        }
        tail.add(line);
        if (tail.size() > TAIL) {
          tail.remove();
        }
      }
    }

    private String text(Deque<String> tail) {
      return tail.isEmpty() ? "" : "\n  " + String.join("\n  ", tail);
    }

    boolean isGone() {
      return gone;
    }

    void end() {
      gone = true;
      process.destroyForcibly();
    }
  }
}
