package dev.lamina.link;

import dev.lamina.object.Machine;
import dev.lamina.object.Relocations;
import dev.lamina.object.Section;
import dev.lamina.session.InitFunction;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;

/**
 * The functions that {@code .preinit_array}, {@code .init_array}, {@code .fini_array} and the older
 * {@code .ctors} and {@code .dtors} name, with the priorities that are in the sections' names.
 */
final class InitArrays {
  private static final int POINTER_SIZE = 8;
  private static final int BEFORE_ALL = -1;

  private final Machine machine;

  InitArrays(Machine machine) {
    this.machine = machine;
  }

  /** Adds the functions of {@code section}, which has been linked at {@code index}. */
  void collect(
      Section section,
      ByteBuffer memory,
      int index,
      List<InitFunction> initializers,
      List<InitFunction> finalizers) {
    List<InitFunction> functions;
    switch (section.kind()) {
      case PREINIT_ARRAY, INIT_ARRAY -> functions = initializers;
      case FINI_ARRAY -> functions = finalizers;
      default -> {
        return;
      }
    }
    if (section.size() % POINTER_SIZE != 0) {
      throw new LinkException(
          "%s has 0x%x bytes; it should hold addresses of %d bytes"
              .formatted(section, section.size(), POINTER_SIZE));
    }
    BitSet relocated = relocatedEntries(section);
    int count = (int) section.size() / POINTER_SIZE;
    boolean old = section.name().startsWith(".ctors") || section.name().startsWith(".dtors");
    int priority = priority(section, old);
    for (int i = 0; i < count; i++) {
      int entry = old ? count - 1 - i : i; // .ctors run from the last to the first
      long address = memory.getLong(index + entry * POINTER_SIZE);
      if (address == 0 || address == -1) {
        continue; // marks of the beginning and end, and weak functions that are missing
      }
      if (!relocated.get(entry)) {
        throw new LinkException(
            "entry %d of %s is 0x%x, which is no function's address (%s)"
                .formatted(entry, section, address, machine.displayName()));
      }
      functions.add(new InitFunction(priority, address));
    }
  }

  private static BitSet relocatedEntries(Section section) {
    BitSet relocated = new BitSet();
    Relocations relocations = section.relocations();
    for (int i = 0; i < relocations.count(); i++) {
      if (relocations.offset(i) % POINTER_SIZE == 0) {
        relocated.set(relocations.offset(i) / POINTER_SIZE);
      }
    }
    return relocated;
  }

  private static int priority(Section section, boolean old) {
    if (section.kind() == Section.Kind.PREINIT_ARRAY) {
      return BEFORE_ALL;
    }
    int dot = section.name().lastIndexOf('.');
    String digits = dot > 0 ? section.name().substring(dot + 1) : "";
    if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(Character::isDigit)) {
      return InitFunction.DEFAULT_PRIORITY;
    }
    int number = Integer.parseInt(digits);
    return old ? InitFunction.DEFAULT_PRIORITY - number : number;
  }
}
