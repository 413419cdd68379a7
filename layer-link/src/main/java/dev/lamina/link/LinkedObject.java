package dev.lamina.link;

import dev.lamina.link.host.CodeMemory.Allocation;
import dev.lamina.link.host.FrameRegistry;
import java.util.ArrayList;
import java.util.List;

/** What stays of a linked object: what must be given back when it is removed. */
final class LinkedObject {
  private final Allocation allocation;
  private final List<Long> frames = new ArrayList<>(1);

  LinkedObject(Allocation allocation) {
    this.allocation = allocation;
  }

  synchronized void registerFrames(long address) {
    FrameRegistry.register(address);
    frames.add(address);
  }

  /** Later calls do nothing. */
  synchronized void free() {
    for (long address : frames) {
      FrameRegistry.deregister(address);
    }
    frames.clear();
    allocation.free();
  }
}
