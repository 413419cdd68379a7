package dev.lamina.ir.text;

import dev.lamina.ir.Attribute;
import java.util.List;

/**
 * The attributes that said what memory a function accesses before {@code memory(...)} did: {@code
 * readonly}, {@code argmemonly} and their like. On parameters the former are still what they were.
 */
final class LegacyAttributes {
  // What may be done to memory: bit 0 read, bit 1 written; for arguments', inaccessible and other.
  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int BOTH = 3;

  private LegacyAttributes() {}

  /** Replaces what is of that age in a list of function attributes. */
  static void upgradeFunction(List<Attribute> attributes) {
    int argument = BOTH;
    int inaccessible = BOTH;
    int other = BOTH;
    boolean found = false;
    boolean hasMemory = false;
    for (int i = attributes.size() - 1; i >= 0; i--) {
      Attribute a = attributes.get(i);
      if (a.isString()) {
        continue;
      }
      switch (a.name()) {
        case "readnone" -> argument = inaccessible = other = 0;
        case "readonly" -> {
          argument &= READ;
          inaccessible &= READ;
          other &= READ;
        }
        case "writeonly" -> {
          argument &= WRITE;
          inaccessible &= WRITE;
          other &= WRITE;
        }
        case "argmemonly" -> inaccessible = other = 0;
        case "inaccessiblememonly" -> argument = other = 0;
        case "inaccessiblemem_or_argmemonly" -> other = 0;
        case "memory" -> {
          hasMemory = true;
          continue;
        }
        default -> {
          continue;
        }
      }
      attributes.remove(i);
      found = true;
    }
    if (found && !hasMemory) {
      attributes.add(
          new Attribute("memory", false, effects(argument, inaccessible, other), null, 0));
    }
  }

  private static String effects(int argument, int inaccessible, int other) {
    StringBuilder out = new StringBuilder();
    if (other != 0 || (argument == 0 && inaccessible == 0)) {
      out.append(access(other));
    }
    append(out, "argmem", argument, other);
    append(out, "inaccessiblemem", inaccessible, other);
    return out.toString();
  }

  private static void append(StringBuilder out, String place, int access, int other) {
    if (access != other) {
      out.append(out.length() == 0 ? "" : ", ").append(place).append(": ").append(access(access));
    }
  }

  private static String access(int access) {
    return switch (access) {
      case 0 -> "none";
      case READ -> "read";
      case WRITE -> "write";
      default -> "readwrite";
    };
  }
}
