package dev.lamina.hunt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How much memory this process has in use, over time, and how much of the Java heap: it may warm
 * up, and is flat from then on.
 */
final class Residence {
  /** The first samples, one in so many, do not count. */
  private static final int WARM_UP = 4;

  private final long tolerance;
  private final List<Long> resident = new ArrayList<>();
  private final List<Long> heap = new ArrayList<>();

  /**
   * @param tolerance in kilobytes: what may come and go, such as the VM's own compilers' memory,
   *     malloc's arenas, stacks of threads
   */
  Residence(long tolerance) {
    this.tolerance = tolerance;
  }

  /** Takes a sample; {@code at} is the place in the hunt, for the line that it prints. */
  void sample(String at) throws IOException {
    System.gc();
    Runtime vm = Runtime.getRuntime();
    resident.add(residentKilobytes());
    heap.add((vm.totalMemory() - vm.freeMemory()) >> 10);
    int last = resident.size() - 1;
    HuntWorker.say(
        "%s: %,d kB resident, %,d kB of heap in use"
            .formatted(at, resident.get(last), heap.get(last)));
  }

  /** Empty, or how it grows: the second half of the samples is compared with the first. */
  String verdict() {
    String memory = verdict("memory", resident);
    return memory.isEmpty() ? verdict("the heap", heap) : memory;
  }

  private String verdict(String what, List<Long> samples) {
    List<Long> counted = samples.subList(samples.size() / WARM_UP, samples.size());
    int half = counted.size() / 2;
    if (half == 0) {
      return "too short for samples of " + what;
    }
    long before = least(counted.subList(0, half));
    long after = least(counted.subList(half, counted.size()));
    return after - before <= tolerance
        ? ""
        : "%s grows by %,d kB: %s".formatted(what, after - before, samples);
  }

  private static long least(List<Long> samples) {
    return samples.stream().mapToLong(Long::longValue).min().orElseThrow();
  }

  private static long residentKilobytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("/proc/self/status has no VmRSS");
  }
}
