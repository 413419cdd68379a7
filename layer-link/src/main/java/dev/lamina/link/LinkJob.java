package dev.lamina.link;

import dev.lamina.link.LinkSymbols.Source;
import dev.lamina.link.ObjectLinkingLayer.Options;
import dev.lamina.link.host.CodeMemory;
import dev.lamina.link.host.CodeMemory.Allocation;
import dev.lamina.link.host.CodeMemory.Segment;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.Relocations;
import dev.lamina.object.Section;
import dev.lamina.object.Symbol;
import dev.lamina.session.InitFunction;
import dev.lamina.session.MissingSymbolsException;
import dev.lamina.session.Responsibility;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolResolver;
import dev.lamina.target.LinkSupport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The linking of one object: {@link #start} runs to the point where other modules' addresses are
 * needed, {@link #finish} goes on when they are known, perhaps much later and on another thread.
 */
final class LinkJob {
  private final LinkSupport support;
  private final CodeMemory memory;
  private final Options options;
  private final Responsibility responsibility;
  private final ObjectFile object;
  private final LinkSymbols symbols;
  private final Layout layout;

  /** By section: its offset in its range, -1 if it is not kept. */
  private final long[] offsets;

  /** By symbol: the offset of a common symbol in the data range. */
  private final long[] commonOffsets;

  /** By symbol: the number of its GOT entry or stub, counted from 1; 0 for none. */
  private final int[] gotSlots;

  private final int[] stubSlots;
  private int gotCount;
  private int stubCount;
  private long gotOffset;
  private long stubOffset;

  private @Nullable LinkedObject result;

  LinkJob(
      LinkSupport support,
      CodeMemory memory,
      Options options,
      Responsibility responsibility,
      ObjectFile object) {
    this.support = support;
    this.memory = memory;
    this.options = options;
    this.responsibility = responsibility;
    this.object = object;
    this.symbols = new LinkSymbols(object, responsibility.symbols());
    this.layout = new Layout(object.name());
    this.offsets = new long[object.sections().size()];
    this.commonOffsets = new long[object.symbols().size()];
    this.gotSlots = new int[object.symbols().size()];
    this.stubSlots = new int[object.symbols().size()];
  }

  void start() {
    checkObject();
    for (Section section : object.sections()) {
      if (symbols.isKept(section)) {
        scan(section);
      }
    }
    lay();
    Allocation placed =
        memory.allocate(
            layout.size(Layout.CODE), layout.size(Layout.READ_ONLY), layout.size(Layout.DATA));
    result = new LinkedObject(placed);
    if (!responsibility.resolved(ownAddresses(placed))) {
      abandon();
      return;
    }
    responsibility.lookup(
        symbols.used(),
        symbols.usedWeakly(),
        new SymbolResolver.Answer() {
          @Override
          public void found(Map<String, ResolvedSymbol> found) {
            try {
              finish(placed, found);
            } catch (RuntimeException | Error e) {
              failed(e);
            }
          }

          @Override
          public void failed(Throwable cause) {
            abandon();
            responsibility.fail(cause);
          }
        },
        this::abandon);
  }

  private void checkObject() {
    if (!object.machine().equals(support.machine())) {
      throw new LinkException(
          "%s is for %s; this stack links objects for %s"
              .formatted(
                  object.name(), object.machine().displayName(), support.machine().displayName()));
    }
    if (object.executableStack()) {
      throw new LinkException(
          object.name()
              + " wants an executable stack, which a Java process does not have (nested functions"
              + " whose address is taken?)");
    }
    for (Section section : object.sections()) {
      if (!symbols.isKept(section)) {
        continue;
      }
      boolean threadLocal =
          section.kind() == Section.Kind.TLS_DATA || section.kind() == Section.Kind.TLS_BSS;
      if (threadLocal && section.size() > 0) {
        throw new LinkException(
            "thread-local variables are not supported yet\n  in "
                + section
                + ", "
                + responsibility.library());
      }
      if (section.size() > 0
          && (section.name().equals(".init") || section.name().equals(".fini"))) {
        throw new LinkException(section + " is start-up code; use a constructor or destructor");
      }
      if (section.has(Section.WRITE | Section.EXECINSTR)) {
        throw new LinkException(section + " is writable code, which this process does not allow");
      }
    }
  }

  // Scan: what every relocation needs, before anything has a place.

  private void scan(Section section) {
    Relocations relocations = section.relocations();
    if (section.kind().isZeroFill() && relocations.count() > 0) {
      throw new LinkException(section + " has relocations and no bytes");
    }
    for (int i = 0; i < relocations.count(); i++) {
      int type = relocations.type(i);
      Symbol symbol = object.symbol(relocations.symbol(i));
      String refusal = support.refusal(type);
      if (refusal != null) {
        throw errors().refused(section, relocations.offset(i), type, symbol, refusal);
      }
      int offset = relocations.offset(i);
      if (offset < 0 || offset > section.size() - support.width(type)) {
        throw errors().outside(section, offset, type);
      }
      int needs =
          support.needs(
              type,
              section.content(),
              section.contentOffset() + offset,
              offset,
              relocations.addend(i));
      if ((needs & LinkSupport.IGNORED) == 0) {
        note(section, symbol, needs, offset);
      }
    }
  }

  private void note(Section section, Symbol symbol, int needs, int offset) {
    Source source = symbols.source(symbol);
    boolean external = source == Source.EXTERNAL;
    if (external) {
      symbols.use(symbol);
    } else if (source == Source.DROPPED && section.kind() != Section.Kind.EH_FRAME) {
      throw errors().dropped(section, offset, symbol);
    }
    if (symbol.type() == Symbol.Type.IFUNC || symbol.type() == Symbol.Type.TLS) {
      throw errors().unsupportedSymbol(section, offset, symbol);
    }
    boolean far = external || source == Source.ABSOLUTE;
    boolean stub = far && options.stubs() && (needs & LinkSupport.NEEDS_STUB_IF_FAR) != 0;
    if (stub && stubSlots[symbol.index()] == 0) {
      stubSlots[symbol.index()] = ++stubCount;
    }
    boolean got =
        stub
            || (needs & LinkSupport.NEEDS_GOT) != 0
            || (far && (needs & LinkSupport.NEEDS_GOT_IF_FAR) != 0);
    if (got && gotSlots[symbol.index()] == 0) {
      gotSlots[symbol.index()] = ++gotCount;
    }
  }

  // Layout.

  private void lay() {
    for (Section section : object.sections()) {
      offsets[section.index()] = -1;
      if (symbols.isKept(section)) {
        long size = section.size();
        if (section.kind() == Section.Kind.EH_FRAME) {
          size += EhFrame.TERMINATOR_SIZE;
        }
        offsets[section.index()] =
            layout.place(section.name(), Layout.rangeOf(section), size, section.alignment());
      }
    }
    for (Symbol symbol : object.symbols()) {
      if (symbols.source(symbol) == Source.COMMON) {
        commonOffsets[symbol.index()] =
            layout.place(symbol.name(), Layout.DATA, symbol.size(), symbol.value());
      }
    }
    int entry = support.gotEntrySize();
    gotOffset = layout.place("GOT", Layout.READ_ONLY, (long) gotCount * entry, entry);
    int stub = support.stubSize();
    stubOffset = layout.place("stubs", Layout.CODE, (long) stubCount * stub, stub);
  }

  private static Segment range(Allocation placed, int range) {
    return switch (range) {
      case Layout.CODE -> placed.code();
      case Layout.READ_ONLY -> placed.readOnly();
      default -> placed.data();
    };
  }

  private long address(Allocation placed, Section section) {
    return range(placed, Layout.rangeOf(section)).address() + offsets[section.index()];
  }

  private Map<String, Long> ownAddresses(Allocation placed) {
    Map<String, Long> addresses = new HashMap<>();
    for (Symbol symbol : object.symbols()) {
      if (!symbol.isLocal() && symbols.source(symbol) != Source.EXTERNAL) {
        if (symbol.type() == Symbol.Type.IFUNC) {
          throw errors().indirectFunction(symbol);
        }
        addresses.put(symbol.name(), ownAddress(placed, symbol));
      }
    }
    addresses.keySet().retainAll(responsibility.symbols());
    return addresses;
  }

  /** The address of a symbol that this object defines, or 0 for one whose section was dropped. */
  private long ownAddress(Allocation placed, Symbol symbol) {
    Section section = symbol.section();
    return switch (symbols.source(symbol)) {
      case SECTION -> section == null ? 0 : address(placed, section) + symbol.value();
      case COMMON -> placed.data().address() + commonOffsets[symbol.index()];
      case ABSOLUTE -> symbol.place() == Symbol.Place.ABSOLUTE ? symbol.value() : 0;
      case GOT_BASE -> placed.readOnly().address() + gotOffset;
      case DROPPED -> 0;
      case EXTERNAL ->
          throw new IllegalStateException(symbol + " is not this object's; please report");
    };
  }

  // The second half.

  private void finish(Allocation placed, Map<String, ResolvedSymbol> found) {
    long[] addresses = new long[object.symbols().size()];
    Set<String> missing = new LinkedHashSet<>();
    for (Symbol symbol : object.symbols()) {
      if (symbols.source(symbol) != Source.EXTERNAL) {
        addresses[symbol.index()] = ownAddress(placed, symbol);
      } else if (symbols.used().contains(symbol.name())) {
        ResolvedSymbol other = found.get(symbol.name());
        if (other != null) {
          addresses[symbol.index()] = other.address();
        } else if (!symbols.usedWeakly().contains(symbol.name())) {
          missing.add(symbol.name());
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new MissingSymbolsException(object.name(), missing);
    }
    writeGot(placed, addresses);
    for (Section section : object.sections()) {
      if (symbols.isKept(section)) {
        write(placed, section, addresses);
      }
    }
    List<InitFunction> initializers = new ArrayList<>();
    List<InitFunction> finalizers = new ArrayList<>();
    InitArrays arrays = new InitArrays(support.machine());
    for (Section section : object.sections()) {
      if (symbols.isKept(section)) {
        Segment segment = range(placed, Layout.rangeOf(section));
        int index = segment.index() + (int) offsets[section.index()];
        arrays.collect(section, segment.memory(), index, initializers, finalizers);
      }
    }
    LinkedObject linked = linked();
    if (options.registerFrames()) {
      registerFrames(placed, linked);
    }
    responsibility.initializers(initializers, finalizers);
    if (!responsibility.tracker().onRemove(linked::free) || !responsibility.emitted()) {
      linked.free();
    }
  }

  private LinkedObject linked() {
    LinkedObject linked = result;
    if (linked == null) {
      throw new IllegalStateException("finished before the start; please report");
    }
    return linked;
  }

  private void writeGot(Allocation placed, long[] addresses) {
    Segment readOnly = placed.readOnly();
    int start = readOnly.index() + (int) gotOffset;
    for (int i = 0; i < gotSlots.length; i++) {
      if (gotSlots[i] != 0) {
        int index = start + (gotSlots[i] - 1) * support.gotEntrySize();
        support.writeGotEntry(readOnly.memory(), index, addresses[i]);
      }
    }
  }

  private void write(Allocation placed, Section section, long[] addresses) {
    if (section.kind().isZeroFill()) {
      return; // memory comes zeroed
    }
    Segment segment = range(placed, Layout.rangeOf(section));
    int start = segment.index() + (int) offsets[section.index()];
    segment.memory().put(start, section.content(), section.contentOffset(), (int) section.size());
    Relocations relocations = section.relocations();
    LinkSupport.Fixup fixup = new LinkSupport.Fixup(segment.memory());
    fixup.gotBase = placed.readOnly().address() + gotOffset;
    long sectionAddress = address(placed, section);
    for (int i = 0; i < relocations.count(); i++) {
      int number = relocations.symbol(i);
      Symbol symbol = object.symbol(number);
      int offset = relocations.offset(i);
      fixup.type = relocations.type(i);
      fixup.index = start + offset;
      if (symbols.source(symbol) == Source.DROPPED) {
        EhFrame.forget(segment.memory(), fixup.index, support.width(fixup.type));
        continue;
      }
      fixup.before = offset;
      fixup.place = sectionAddress + offset;
      fixup.target = addresses[number];
      fixup.addend = relocations.addend(i);
      fixup.size = symbol.size();
      fixup.otherBits = symbol.otherBits();
      fixup.gotEntry = gotEntry(placed, number);
      fixup.stub = stub(placed, number);
      fixup.usedStub = false;
      if (!support.apply(fixup)) {
        throw errors().outOfReach(section, fixup, symbol);
      }
      if (fixup.usedStub) {
        writeStub(placed, number);
      }
    }
  }

  private long gotEntry(Allocation placed, int symbol) {
    int slot = gotSlots[symbol];
    return slot == 0
        ? 0
        : placed.readOnly().address() + gotOffset + (long) (slot - 1) * support.gotEntrySize();
  }

  private long stub(Allocation placed, int symbol) {
    int slot = stubSlots[symbol];
    return slot == 0
        ? 0
        : placed.code().address() + stubOffset + (long) (slot - 1) * support.stubSize();
  }

  private void writeStub(Allocation placed, int symbol) {
    Segment code = placed.code();
    int index = code.index() + (int) stubOffset + (stubSlots[symbol] - 1) * support.stubSize();
    support.writeStub(code.memory(), index, stub(placed, symbol), gotEntry(placed, symbol));
  }

  private void registerFrames(Allocation placed, LinkedObject linked) {
    for (Section section : object.sections()) {
      if (section.kind() == Section.Kind.EH_FRAME && symbols.isKept(section)) {
        Segment segment = placed.readOnly();
        int index = segment.index() + (int) offsets[section.index()];
        EhFrame frames = new EhFrame(section, segment.memory(), index);
        if (frames.check()) {
          linked.registerFrames(address(placed, section));
        }
      }
    }
  }

  private LinkErrors errors() {
    return new LinkErrors(support, object, responsibility.library());
  }

  /** Gives back what was made, as far as it was made. */
  void abandon() {
    LinkedObject linked = result;
    if (linked != null) {
      linked.free();
    }
  }
}
