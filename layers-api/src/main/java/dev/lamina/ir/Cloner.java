package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Copies bodies of functions, and constants, with other globals in the place of those they refer
 * to: from a module into another, or within one.
 *
 * <pre>
 *   Cloner cloner = new Cloner(global → declarationIn(target, global));
 *   cloner.body(original, copy);
 * </pre>
 *
 * <p>Types, attributes, and metadata that refers to no value are shared with the original.
 */
public final class Cloner {
  private final UnaryOperator<GlobalValue> globals;
  private final UnaryOperator<Function> bodies;

  /** Constants that hold globals somewhere within; others stand for themselves. */
  private final Map<Constant, Constant> constants = new HashMap<>();

  /** Of the function being copied: by {@link LocalValue#number}. */
  private LocalValue[] locals = new LocalValue[0];

  private final List<Later> later = new ArrayList<>();

  /** By function whose body is still to be copied. */
  private final Map<Function, List<Unresolved>> unresolved = new HashMap<>(2);

  /** The address of the block at an index in its function. */
  private record Unresolved(BlockAddress address, int index) {}

  /** An operand that was not copied yet when its user was. */
  private record Later(Instruction user, int operand, LocalValue original) {}

  /** {@code globals} tells what stands for a global, maybe itself; asked once for each and more. */
  public Cloner(UnaryOperator<GlobalValue> globals) {
    this(
        globals,
        f -> {
          if (globals.apply(f) instanceof Function copy) {
            return copy;
          }
          throw new IllegalStateException(f + " became another kind of global; please report");
        });
  }

  /**
   * As above, {@code bodies} telling which function has the blocks whose addresses are taken: where
   * a function and its body are not the same symbol.
   */
  public Cloner(UnaryOperator<GlobalValue> globals, UnaryOperator<Function> bodies) {
    this.globals = globals;
    this.bodies = bodies;
  }

  /**
   * Gives {@code to}, which has none, a copy of the body of {@code from}, of which {@link
   * LocalValue#number}s are used. Parameters are of the same types.
   */
  public void body(Function from, Function to) {
    checkArgument(
        from.functionType().parameters().equals(to.functionType().parameters()),
        "%s and %s have different parameters",
        from,
        to);
    checkArgument(to.isDeclaration(), "%s has a body", to);
    number(from);
    for (Argument argument : from.arguments()) {
      Argument copy = to.argument(argument.index());
      copy.setName(argument.name());
      locals[argument.number] = copy;
    }
    for (BasicBlock block : from.blocks()) {
      locals[block.number] = to.addBlock(block.name());
    }
    for (BasicBlock block : from.blocks()) {
      BasicBlock copy = (BasicBlock) locals[block.number];
      for (Instruction i = block.first(); i != null; i = i.next()) {
        copy.append(instruction(i));
      }
    }
    for (Later l : later) {
      l.user.setOperand(l.operand, local(l.original));
    }
    later.clear();
    for (Unresolved u : unresolved.getOrDefault(to, List.of())) {
      u.address.resolve(to.blocks().get(u.index));
    }
    unresolved.remove(to);
    to.takeAddressesToResolve();
    locals = new LocalValue[0];
  }

  private void number(Function f) {
    int n = 0;
    for (Argument argument : f.arguments()) {
      argument.number = n++;
    }
    for (BasicBlock block : f.blocks()) {
      block.number = n++;
      for (Instruction i = block.first(); i != null; i = i.next()) {
        i.number = n++;
      }
    }
    locals = new LocalValue[n];
  }

  private Instruction instruction(Instruction i) {
    Value[] operands = new Value[i.operandCount()];
    for (int n = 0; n < operands.length; n++) {
      operands[n] = operand(i.operand(n));
    }
    Instruction copy = i.copyWith(operands);
    for (int n = 0; n < operands.length; n++) {
      if (operands[n] instanceof PlaceholderValue) {
        later.add(new Later(copy, n, (LocalValue) i.operand(n)));
      }
    }
    if (copy instanceof PhiNode phi) {
      for (int n = 0; n < phi.incomingCount(); n++) {
        phi.setIncomingBlock(n, (BasicBlock) local(phi.incomingBlock(n)));
      }
    } else if (copy instanceof CallBase call && !call.bundles().isEmpty()) {
      call.setBundles(bundles(call.bundles()));
    }
    if (!i.metadata().isEmpty()) {
      copy.setMetadata(attachments(i.metadata()));
    }
    if (!i.debugRecords().isEmpty()) {
      copy.setDebugRecords(records(i.debugRecords()));
    }
    locals[i.number] = copy;
    return copy;
  }

  private Value operand(Value v) {
    if (v instanceof LocalValue local) {
      LocalValue copy = locals[local.number];
      return copy != null ? copy : new PlaceholderValue(v.type());
    }
    return nonLocal(v);
  }

  private Value nonLocal(Value v) {
    if (v instanceof Constant c) {
      return constant(c);
    }
    return v instanceof MetadataAsValue m ? new MetadataAsValue(metadata(m.metadata())) : v;
  }

  private LocalValue local(LocalValue original) {
    LocalValue copy = locals[original.number];
    if (copy == null) {
      throw new IllegalStateException(original + " is used and not in the function; please report");
    }
    return copy;
  }

  private List<OperandBundle> bundles(List<OperandBundle> bundles) {
    List<OperandBundle> copies = new ArrayList<>(bundles.size());
    for (OperandBundle bundle : bundles) {
      List<Value> inputs = new ArrayList<>();
      bundle.inputs().forEach(input -> inputs.add(operand(input)));
      copies.add(new OperandBundle(bundle.tag(), inputs));
    }
    return copies;
  }

  private List<DebugRecord> records(List<DebugRecord> records) {
    List<DebugRecord> copies = new ArrayList<>(records.size());
    for (DebugRecord record : records) {
      List<Metadata> operands = new ArrayList<>();
      record.operands().forEach(operand -> operands.add(metadata(operand)));
      copies.add(new DebugRecord(record.kind(), operands));
    }
    return copies;
  }

  /**
   * Metadata that refers to a value refers to its copy; nodes, which hold no locals, are shared.
   */
  private Metadata metadata(Metadata metadata) {
    if (!(metadata instanceof MetadataValue holder)) {
      return metadata;
    }
    Value value = holder.value();
    if (value instanceof LocalValue local) {
      LocalValue copy = locals[local.number];
      // Debug information may speak of a value before it is there; it then says nothing.
      return new MetadataValue(copy != null ? copy : UndefValue.poison(value.type()));
    }
    return new MetadataValue(nonLocal(value));
  }

  /**
   * Attachments with all globals replaced that those kinds name which are lists of values. Others
   * are shared, so a value deep in debug information (of a template's argument) stays the original.
   */
  public MetadataAttachments attachments(MetadataAttachments attachments) {
    for (int i = 0; i < attachments.size(); i++) {
      if (isListOfValues(attachments.kind(i))) {
        List<MetadataAttachments.Attachment> all = new ArrayList<>();
        for (MetadataAttachments.Attachment a : attachments.asList()) {
          Metadata node = isListOfValues(a.kind()) ? tuple(a.node()) : a.node();
          all.add(new MetadataAttachments.Attachment(a.kind(), node));
        }
        return MetadataAttachments.of(all);
      }
    }
    return attachments;
  }

  private static boolean isListOfValues(String kind) {
    return kind.equals("callees") || kind.equals("associated");
  }

  private Metadata tuple(Metadata metadata) {
    if (!(metadata instanceof MetadataNode node) || !node.isTuple()) {
      return metadata;
    }
    Metadata[] operands = new Metadata[node.operandCount()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = metadata(node.operand(i));
    }
    return MetadataNode.tuple(operands);
  }

  /** The constant with all globals in it replaced. */
  public Constant constant(Constant c) {
    if (c instanceof GlobalValue global) {
      return globals.apply(global);
    }
    boolean mayHoldGlobals =
        c instanceof ConstantExpr
            || c instanceof ConstantAggregate
            || c instanceof BlockAddress
            || c instanceof GlobalReference;
    if (!mayHoldGlobals) {
      return c;
    }
    Constant known = constants.get(c);
    if (known == null) {
      known = copy(c);
      constants.put(c, known);
    }
    return known;
  }

  private Constant copy(Constant c) {
    if (c instanceof BlockAddress b) {
      return blockAddress(b);
    }
    if (c instanceof GlobalReference r) {
      return new GlobalReference(r.kind(), globals.apply(r.global()));
    }
    List<Constant> parts =
        c instanceof ConstantExpr e ? e.operands() : ((ConstantAggregate) c).elements();
    @Nullable List<Constant> changed = null;
    for (int i = 0; i < parts.size(); i++) {
      Constant part = constant(parts.get(i));
      if (part != parts.get(i) && changed == null) {
        changed = new ArrayList<>(parts);
      }
      if (changed != null) {
        changed.set(i, part);
      }
    }
    if (changed == null) {
      return c;
    }
    return c instanceof ConstantExpr e
        ? e.withOperands(changed)
        : ConstantAggregate.get(c.type(), changed);
  }

  private Constant blockAddress(BlockAddress b) {
    Function f = bodies.apply(b.functionOf());
    if (f == b.functionOf()) {
      return b;
    }
    BlockAddress copy = b.in(f);
    BasicBlock block = b.block();
    if (block != null) {
      int index = b.functionOf().blocks().indexOf(block);
      if (f.isDeclaration()) {
        unresolved.computeIfAbsent(f, key -> new ArrayList<>(2)).add(new Unresolved(copy, index));
      } else {
        copy.resolve(f.blocks().get(index));
      }
    }
    return copy;
  }
}
