package dev.lamina.cod;

import static com.google.common.base.Preconditions.checkArgument;

import dev.lamina.ir.Module;
import dev.lamina.layer.IRLayer;
import dev.lamina.lazy.IndirectStubsManager;
import dev.lamina.lazy.LazySupport;
import dev.lamina.lazy.NativeAccess;
import dev.lamina.session.SymbolLibrary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Stubs within this process, made in blocks, each a module of assembly in {@code library}. */
public final class LocalIndirectStubsManager implements IndirectStubsManager {
  private static final int FIRST_BLOCK = 64;
  private static final int LARGEST_BLOCK = 1024;
  private static final int POINTER = 8;

  private final IRLayer stack;
  private final SymbolLibrary library;
  private final LazySupport target;
  private final NativeAccess host;

  // Guarded by this.
  private final ArrayDeque<Place> free = new ArrayDeque<>();
  private int made;

  private record Place(long stub, long pointer) {}

  /**
   * @param stack compiles assembly
   * @param library where the stubs are defined; it should serve nothing else
   */
  public LocalIndirectStubsManager(
      IRLayer stack, SymbolLibrary library, LazySupport target, NativeAccess host) {
    this.stack = stack;
    this.library = library;
    this.target = target;
    this.host = host;
  }

  @Override
  public List<Stub> create(List<String> names, long[] targets) {
    checkArgument(names.size() == targets.length, "%s names, %s targets", names, targets.length);
    List<Place> places = places(targets.length);
    List<Stub> stubs = new ArrayList<>(targets.length);
    for (int i = 0; i < targets.length; i++) {
      LocalStub stub = new LocalStub(names.get(i), places.get(i));
      stub.setTarget(targets[i]);
      stubs.add(stub);
    }
    return stubs;
  }

  private List<Place> places(int count) {
    while (true) {
      int missing;
      synchronized (this) {
        missing = count - free.size();
        if (missing <= 0) {
          List<Place> places = new ArrayList<>(count);
          for (int i = 0; i < count; i++) {
            places.add(free.remove());
          }
          return places;
        }
      }
      // Without the lock: the compile thread that makes the block may come here before it does.
      addBlock(missing);
    }
  }

  @Override
  public synchronized void release(List<Stub> stubs) {
    for (Stub stub : stubs) {
      free.add(((LocalStub) stub).place);
    }
  }

  private void addBlock(int needed) {
    int start;
    int count;
    synchronized (this) {
      start = made;
      count = Math.max(needed, Math.min(LARGEST_BLOCK, Math.max(FIRST_BLOCK, made)));
      made += count;
    }
    Module module = new Module("<stubs " + start + " to " + (start + count - 1) + ">");
    target.insertIndirectStubs(module, count, start);
    long[] found =
        AssemblyBlock.addresses(
            stack,
            library,
            module,
            List.of(LazySupport.STUB + start, LazySupport.STUB_POINTER + start));
    long stub = found[0];
    long pointer = found[1];
    synchronized (this) {
      for (int i = 0; i < count; i++) {
        free.add(new Place(stub + (long) i * target.stubSize(), pointer + (long) i * POINTER));
      }
    }
  }

  private final class LocalStub implements Stub {
    private final String name;
    private final Place place;

    LocalStub(String name, Place place) {
      this.name = name;
      this.place = place;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long address() {
      return place.stub;
    }

    @Override
    public long target() {
      return host.readWord(place.pointer);
    }

    @Override
    public void setTarget(long newTarget) {
      host.writeWord(place.pointer, newTarget);
    }

    @Override
    public String toString() {
      return "stub of " + name;
    }
  }
}
