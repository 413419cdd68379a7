package dev.lamina.link;

import dev.lamina.layer.ObjectLayer;
import dev.lamina.link.host.CodeMemory;
import dev.lamina.object.ObjectFile;
import dev.lamina.session.Responsibility;
import dev.lamina.target.LinkSupport;

/**
 * Links objects into memory of this process.
 *
 * <pre>
 *   CodeMemory memory = new CodeMemory(ByteOrder.LITTLE_ENDIAN);
 *   ObjectLayer linker = new ObjectLinkingLayer(new X86LinkSupport(), memory);
 *   linker.add(library.defaultTracker(), ElfReader.read("hello.o", bytes));
 *   long main = library.lookup("main").address();
 * </pre>
 */
public final class ObjectLinkingLayer implements ObjectLayer {
  /**
   * How objects are linked.
   *
   * @param stubs calls that do not reach their target go through a stub; without, they are errors
   * @param registerFrames unwinding records are made known to the unwinder
   */
  public record Options(boolean stubs, boolean registerFrames) {
    /** Stubs, and frames registered. */
    public static final Options DEFAULT = new Options(true, true);

    public Options stubs(boolean newStubs) {
      return new Options(newStubs, registerFrames);
    }

    public Options registerFrames(boolean newRegisterFrames) {
      return new Options(stubs, newRegisterFrames);
    }
  }

  private final LinkSupport support;
  private final CodeMemory memory;
  private final Options options;

  public ObjectLinkingLayer(LinkSupport support, CodeMemory memory) {
    this(support, memory, Options.DEFAULT);
  }

  /**
   * @param support the machine whose objects are taken
   * @param memory where they are placed; it must outlive what is linked
   */
  public ObjectLinkingLayer(LinkSupport support, CodeMemory memory, Options options) {
    this.support = support;
    this.memory = memory;
    this.options = options;
  }

  @Override
  public void emit(Responsibility responsibility, ObjectFile object) {
    LinkJob job = new LinkJob(support, memory, options, responsibility, object);
    try {
      job.start();
    } catch (RuntimeException | Error e) { // memory must come back whatever it was
      job.abandon();
      responsibility.fail(e);
    }
  }
}
