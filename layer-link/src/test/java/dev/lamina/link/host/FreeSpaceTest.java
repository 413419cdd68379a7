package dev.lamina.link.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.link.host.FreeSpace.Hole;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FreeSpaceTest {
  @Test
  void nothingIsGivenOutTwiceAndAllComesBack() {
    int size = 4096;
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      FreeSpace space = new FreeSpace(size);
      BitSet used = new BitSet();
      BitSet written = new BitSet();
      List<Hole> taken = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        int action = random.nextInt(10);
        if (action < 5) {
          long alignment = 1L << random.nextInt(7);
          Hole hole = space.take(random.nextInt(200), alignment);
          if (hole != null && hole.size() > 0) {
            int from = (int) hole.offset();
            int to = (int) hole.end();
            assertThat(hole.offset() % alignment).isZero();
            assertThat(used.get(from, to).isEmpty()).isTrue();
            assertThat(hole.dirty() || written.get(from, to).isEmpty()).isTrue();
            used.set(from, to);
            taken.add(hole);
          }
        } else if (action < 9 && !taken.isEmpty()) {
          Hole hole = taken.remove(random.nextInt(taken.size()));
          used.clear((int) hole.offset(), (int) hole.end());
          if (random.nextBoolean()) {
            space.giveBack(hole);
          } else {
            written.set((int) hole.offset(), (int) hole.end());
            space.free(hole.offset(), hole.size());
          }
        } else {
          for (Hole hole : space.dirtyHoles()) {
            written.clear((int) hole.offset(), (int) hole.end());
            space.clean(hole);
          }
        }
      }
      for (Hole hole : taken) {
        space.free(hole.offset(), hole.size());
      }
      for (Hole hole : space.dirtyHoles()) {
        space.clean(hole);
      }
      assertThat(space.isAllFree()).isTrue();
      assertThat(space.take(size, 1)).isEqualTo(new Hole(0, size, false));
    }
  }

  @Test
  void memoryIsZeroWhenTakenWhateverItHeldBefore() {
    Random random = new Random(3);
    try (CodeMemory memory = new CodeMemory(ByteOrder.LITTLE_ENDIAN)) {
      List<CodeMemory.Allocation> live = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        CodeMemory.Allocation a = memory.allocate(size(random), size(random), size(random));
        for (CodeMemory.Segment s : List.of(a.code(), a.readOnly(), a.data())) {
          for (int k = 0; k < s.size(); k += 97) {
            assertThat(s.memory().get(s.index() + k)).isZero();
          }
          for (int k = 0; k < s.size(); k++) {
            s.memory().put(s.index() + k, (byte) 0xee);
          }
        }
        live.add(a);
        if (live.size() > 10) {
          live.remove(random.nextInt(live.size())).free();
        }
      }
    }
  }

  @Test
  void largeMemoryGoesBackToTheSystem() throws IOException {
    try (CodeMemory memory = new CodeMemory(ByteOrder.LITTLE_ENDIAN)) {
      CodeMemory.Size large = new CodeMemory.Size(64 << 20, 16);
      CodeMemory.Allocation allocation = memory.allocate(large, large, large);
      List<CodeMemory.Segment> segments =
          List.of(allocation.code(), allocation.readOnly(), allocation.data());
      for (CodeMemory.Segment s : segments) {
        for (int k = 0; k < s.size(); k += 4096) {
          s.memory().put(s.index() + k, (byte) 1);
        }
      }
      long used = kilobytesOf("RssShmem") + kilobytesOf("RssAnon");
      allocation.free();
      long left = kilobytesOf("RssShmem") + kilobytesOf("RssAnon");
      assertThat(used - left).isGreaterThan(150 << 10); // of 192 MiB; the Java heap may have grown
      assertThat(kilobytesOf("RssShmem")).isLessThan(10 << 10);
    }
  }

  private static long kilobytesOf(String field) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(field + ":")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new AssertionError("no " + field);
  }

  @Test
  void closedMemoryIsUnmappedWhenTheLastOfItIsFreed() {
    CodeMemory memory = new CodeMemory(ByteOrder.LITTLE_ENDIAN);
    CodeMemory.Size some = new CodeMemory.Size(100, 16);
    CodeMemory.Allocation allocation = memory.allocate(some, some, some);
    memory.close();
    allocation.data().memory().put(allocation.data().index(), (byte) 1);
    allocation.free();
    allocation.free();
    assertThatThrownBy(() -> memory.allocate(some, some, some))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the code memory is closed");
  }

  private static CodeMemory.Size size(Random random) {
    long bytes = random.nextInt(10) == 0 ? random.nextInt(100_000) : random.nextInt(3_000);
    return new CodeMemory.Size(bytes, 1L << random.nextInt(13));
  }
}
