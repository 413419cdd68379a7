package dev.lamina.ir.text;

import dev.lamina.ir.LocalValue;
import dev.lamina.ir.Metadata;
import dev.lamina.ir.MetadataAttachments;
import dev.lamina.ir.MetadataNode;
import dev.lamina.ir.MetadataString;
import dev.lamina.ir.MetadataValue;
import dev.lamina.ir.Names;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Writes metadata. A node gets its number when it is first referred to, and its operands theirs
 * right behind it, which is LLVM's order too.
 */
final class MetadataWriter {
  private final StringBuilder out;
  private final ValueWriter values;
  private final IdentityHashMap<MetadataNode, Integer> numbers = new IdentityHashMap<>();
  private final List<MetadataNode> nodes = new ArrayList<>();

  MetadataWriter(StringBuilder out, ValueWriter values) {
    this.out = out;
    this.values = values;
    values.setMetadata(this);
  }

  /** Whether a node is written where it is used and has no number. */
  private static boolean isInline(MetadataNode node) {
    return switch (node.kind()) {
      case "DIExpression", "DIArgList", MetadataNode.LIST -> true;
      default -> false;
    };
  }

  /** The number of a node, given now if it has none. */
  private int number(MetadataNode node) {
    Integer known = numbers.get(node);
    if (known != null) {
      return known;
    }
    int number = nodes.size();
    ArrayDeque<MetadataNode> open = new ArrayDeque<>();
    open.push(node);
    while (!open.isEmpty()) {
      MetadataNode next = open.pop();
      if (!isInline(next)) {
        if (numbers.containsKey(next)) {
          continue;
        }
        numbers.put(next, nodes.size());
        nodes.add(next);
      }
      for (int i = next.operandCount() - 1; i >= 0; i--) {
        if (next.operand(i) instanceof MetadataNode operand) {
          open.push(operand);
        }
      }
    }
    return number;
  }

  /** Gives a node its number before anything refers to it in the text. */
  void reserve(MetadataNode node) {
    if (!isInline(node)) {
      number(node);
    }
  }

  /** A reference to metadata, or the whole of what has no number. */
  void operand(Metadata m) {
    if (m instanceof MetadataNode node) {
      if (isInline(node)) {
        contents(node);
      } else {
        out.append('!').append(number(node));
      }
    } else if (m instanceof MetadataValue v) {
      value(v);
    } else if (m instanceof MetadataString s) {
      out.append(s.isBare() ? "" : "!").append(Names.quoted(s.text()));
    } else {
      out.append(m);
    }
  }

  private void value(MetadataValue v) {
    if (v.value() instanceof LocalValue local && !values.isReachable(local)) {
      values.type(local.type());
      out.append(" poison");
    } else {
      values.typed(v.value());
    }
  }

  private void contents(MetadataNode node) {
    boolean braces = node.isTuple() || node.kind().equals(MetadataNode.LIST);
    if (!node.kind().equals(MetadataNode.LIST)) {
      out.append('!').append(node.kind());
    }
    out.append(braces ? '{' : '(');
    String separator = "";
    for (MetadataNode.Field f : node.fields()) {
      out.append(separator);
      if (!f.name().isEmpty()) {
        out.append(f.name()).append(": ");
      }
      operand(f.value());
      separator = ", ";
    }
    out.append(braces ? '}' : ')');
  }

  /** The attachments, each with {@code separator} before it. */
  void attachments(MetadataAttachments attachments, String separator) {
    for (int i = 0; i < attachments.size(); i++) {
      out.append(separator);
      name(attachments.kind(i));
      out.append(' ');
      operand(attachments.node(i));
    }
  }

  /** {@code !name}, with what cannot stand in a name escaped. */
  void name(String name) {
    out.append('!');
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain =
          Lexer.isWordByte(c) && (i > 0 || !Lexer.isDigit(c)) || c == '-' || c == '$' || c == '.';
      if (plain) {
        out.append(c);
      } else {
        out.append('\\').append(hexDigit(c >> 4 & 15)).append(hexDigit(c & 15));
      }
    }
  }

  private static char hexDigit(int digit) {
    return Character.toUpperCase(Character.forDigit(digit, 16));
  }

  /** The definition of every node that has a number. */
  void definitions() {
    // The operands of a node have their numbers already, so that the list does not grow here.
    for (int i = 0; i < nodes.size(); i++) {
      MetadataNode node = nodes.get(i);
      out.append('!').append(i).append(" = ").append(node.isDistinct() ? "distinct " : "");
      contents(node);
      out.append('\n');
    }
  }

  boolean hasNodes() {
    return !nodes.isEmpty();
  }
}
