package dev.lamina.ir.text;

import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.BlockAddress;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantAggregate;
import dev.lamina.ir.ConstantDataSequence;
import dev.lamina.ir.ConstantExpr;
import dev.lamina.ir.ConstantFP;
import dev.lamina.ir.GlobalReference;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.InlineAsm;
import dev.lamina.ir.InstructionFlags;
import dev.lamina.ir.LocalValue;
import dev.lamina.ir.MetadataAsValue;
import dev.lamina.ir.Module;
import dev.lamina.ir.Names;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.StructType;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import dev.lamina.ir.Value;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** Writes operands: constants in full, references to everything else. */
final class ValueWriter {
  private final StringBuilder out;
  private final TypeWriter types;
  private final IdentityHashMap<GlobalValue, Integer> numbers = new IdentityHashMap<>();
  private @Nullable MetadataWriter metadata;

  /** Of the function that is being written. */
  private @Nullable LocalNumbers locals;

  ValueWriter(StringBuilder out, TypeWriter types, @Nullable Module module) {
    this.out = out;
    this.types = types;
    if (module != null) {
      number(module.globals());
      number(module.aliases());
      number(module.ifuncs());
      number(module.functions());
    }
  }

  private void number(Iterable<? extends GlobalValue> values) {
    for (GlobalValue g : values) {
      if (g.name() == null) {
        numbers.put(g, numbers.size());
      }
    }
  }

  void setMetadata(MetadataWriter metadata) {
    this.metadata = metadata;
  }

  void setLocals(@Nullable LocalNumbers locals) {
    this.locals = locals;
  }

  /** The type, then the value. */
  void typed(Value value) {
    types.write(value.type());
    out.append(' ');
    write(value);
  }

  /** Whether a local value can be referred to from where is being written. */
  boolean isReachable(LocalValue value) {
    return locals != null && locals.contains(value);
  }

  void write(Value value) {
    if (value instanceof LocalValue local) {
      local(local);
    } else if (value instanceof GlobalValue g) {
      global(g);
    } else if (value instanceof Constant c) {
      constant(c);
    } else if (value instanceof InlineAsm asm) {
      out.append(asm);
    } else if (value instanceof MetadataAsValue m && metadata != null) {
      metadata.operand(m.metadata());
    } else {
      out.append(value);
    }
  }

  private void local(LocalValue value) {
    LocalNumbers l = locals;
    if (l != null && l.contains(value)) {
      l.write(out, value);
    } else {
      // Not IR that anybody can read again, but a printer is what shows where it went wrong.
      out.append("%<").append(value.name() != null ? value.name() : "elsewhere").append('>');
    }
  }

  private void global(GlobalValue value) {
    Integer number = numbers.get(value);
    if (value.name() != null) {
      out.append(Names.global(value.name()));
    } else if (number != null) {
      out.append('@').append(number.intValue());
    } else {
      out.append(value);
    }
  }

  private void constant(Constant c) {
    if (c instanceof ConstantFP f) {
      floatingPoint(f);
    } else if (c instanceof ConstantAggregate a) {
      aggregate(a);
    } else if (c instanceof ConstantDataSequence d) {
      sequence(d);
    } else if (c instanceof ConstantExpr e) {
      expression(e);
    } else if (c instanceof BlockAddress b) {
      blockAddress(b);
    } else if (c instanceof GlobalReference r) {
      out.append(r.kind().text()).append(' ');
      global(r.global());
    } else {
      out.append(c);
    }
  }

  /** In decimal where that reads back as the same bits, so that people can read it. */
  private void floatingPoint(ConstantFP f) {
    double value = Double.NaN;
    if (f.type().kind() == TypeKind.DOUBLE) {
      value = Double.longBitsToDouble(f.low());
    } else if (f.type().kind() == TypeKind.FLOAT) {
      value = Float.intBitsToFloat((int) f.low());
    }
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      out.append(f);
    } else {
      out.append(value);
    }
  }

  private void aggregate(ConstantAggregate a) {
    String open = "[";
    String close = "]";
    if (a.type() instanceof StructType s) {
      open = s.isPacked() ? "<{ " : "{ ";
      close = s.isPacked() ? " }>" : " }";
    } else if (a.type().isVector()) {
      open = "<";
      close = ">";
    }
    if (a.elementCount() == 0) {
      out.append(open.trim()).append(close.trim());
      return;
    }
    String separator = open;
    for (Constant c : a.elements()) {
      out.append(separator);
      typed(c);
      separator = ", ";
    }
    out.append(close);
  }

  private void sequence(ConstantDataSequence d) {
    if (d.isString()) {
      out.append(d);
      return;
    }
    out.append(d.type().isVector() ? '<' : '[');
    for (int i = 0; i < d.elementCount(); i++) {
      out.append(i == 0 ? "" : ", ");
      typed(d.element(i));
    }
    out.append(d.type().isVector() ? '>' : ']');
  }

  private void expression(ConstantExpr e) {
    Opcode opcode = e.opcode();
    out.append(opcode.text());
    if (opcode == Opcode.ICMP) {
      out.append(' ').append(e.intPredicate().text());
    } else if (opcode == Opcode.FCMP) {
      out.append(' ').append(e.floatPredicate().text());
    }
    flags(e.flags());
    if (!e.inRange().isEmpty()) {
      out.append(' ').append(e.inRange());
    }
    out.append(" (");
    String separator = "";
    if (opcode == Opcode.GETELEMENTPTR) {
      types.write(e.sourceType());
      separator = ", ";
    }
    for (Constant c : e.operands()) {
      out.append(separator);
      typed(c);
      separator = ", ";
    }
    if (opcode.isCast()) {
      out.append(" to ");
      types.write(e.type());
    }
    out.append(')');
  }

  /** The flags of integer operations and of addresses, each with a space before it. */
  void flags(int flags) {
    flag(flags, InstructionFlags.INBOUNDS, " inbounds");
    flag(flags, InstructionFlags.NUSW, " nusw");
    flag(flags, InstructionFlags.NUW, " nuw");
    flag(flags, InstructionFlags.NSW, " nsw");
    flag(flags, InstructionFlags.EXACT, " exact");
    flag(flags, InstructionFlags.DISJOINT, " disjoint");
    flag(flags, InstructionFlags.NNEG, " nneg");
  }

  private void flag(int flags, int bit, String text) {
    if ((flags & bit) != 0) {
      out.append(text);
    }
  }

  private void blockAddress(BlockAddress address) {
    out.append("blockaddress(");
    global(address.functionOf());
    out.append(", ");
    BasicBlock block = address.block();
    if (block == null) {
      out.append(address.blockText());
    } else if (isReachable(block)) {
      local(block);
    } else {
      String name = block.name();
      out.append(
          name != null ? Names.local(name) : "%" + address.functionOf().printedNumber(block));
    }
    out.append(')');
  }

  /** The type alone. */
  void type(Type type) {
    types.write(type);
  }
}
