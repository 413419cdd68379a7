package dev.lamina.hunt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How much memory this process has in use, over time: it may warm up, and is flat from then on. */
final class Residence {
  /** What may come and go: the VM's own compilers, malloc's arenas, stacks of threads. */
  private static final long TOLERANCE_KILOBYTES = 12 << 10;

  /** Samples of the first part of the time do not count. */
  private static final int WARM_UP = 4;

  private final List<Long> kilobytes = new ArrayList<>();

  /** Takes a sample; {@code at} is the place in the hunt, for the line that it prints. */
  void sample(String at) throws IOException {
    System.gc();
    long now = residentKilobytes();
    kilobytes.add(now);
    HuntWorker.say("%s: %,d kB resident".formatted(at, now));
  }

  /** Empty, or how it grows: the second half of the samples is compared with the first. */
  String verdict() {
    List<Long> counted = kilobytes.subList(kilobytes.size() / WARM_UP, kilobytes.size());
    int half = counted.size() / 2;
    if (half == 0) {
      return "too short for samples of memory";
    }
    long before = least(counted.subList(0, half));
    long after = least(counted.subList(half, counted.size()));
    return after - before <= TOLERANCE_KILOBYTES
        ? ""
        : "memory grows by %,d kB: %s".formatted(after - before, kilobytes);
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
