package dev.lamina.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A function written by calls of {@link IRBuilder} with operands at random. */
final class RandomCalls {
  private static final List<Type> TYPES =
      List.of(
          Types.I1,
          Types.I8,
          Types.I32,
          Types.I64,
          Types.FLOAT,
          Types.DOUBLE,
          Types.PTR,
          VectorType.get(Types.I32, 4),
          VectorType.get(Types.I1, 4),
          StructType.literal(Types.I32, Types.DOUBLE),
          ArrayType.get(Types.I8, 3),
          IntegerType.get(24));

  final Module module = new Module("random");
  int accepted;
  int refused;

  private final Random random;
  private final Function function;
  private final List<Value> values = new ArrayList<>();
  private final List<BasicBlock> blocks = new ArrayList<>();
  private final IRBuilder b = new IRBuilder();

  RandomCalls(int seed) {
    random = new Random(seed);
    Function other = new Function("other", FunctionType.get(Types.I32, Types.I32, Types.PTR));
    module.add(other);
    BasicBlock elsewhere = other.addBlock("elsewhere");
    new IRBuilder(elsewhere).ret(other.argument(0));
    function = new Function("f", FunctionType.get(any(TYPES), TYPES, false));
    module.add(function);
    values.addAll(function.arguments());
    for (Type t : TYPES) {
      values.add(Constant.zero(t));
    }
    values.add(other);
    values.add(other.argument(0)); // which is never right
    values.add(new Module("another").declare("g", Types.I32));
    BasicBlock entry = function.addBlock("entry");
    for (int i = 0; i < 3; i++) {
      blocks.add(function.addBlock("next"));
    }
    blocks.add(elsewhere);
    blocks.forEach(block -> block.setName(block == elsewhere ? "elsewhere" : null));
    b.atEnd(entry);
    for (int i = 0; i < 60; i++) {
      call(values);
    }
    end(entry, values);
    // Values of the entry block are there in all others; theirs are not in each other.
    for (BasicBlock block : blocks.subList(0, 3)) {
      List<Value> here = new ArrayList<>(values);
      b.atEnd(block);
      for (int i = 0; i < 20; i++) {
        call(here);
      }
      end(block, here);
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void call(List<Value> operands) {
    try {
      Instruction made = random(operands);
      accepted++;
      if (made.type() != Types.VOID) {
        operands.add(made);
      }
    } catch (IllegalArgumentException e) {
      refused++;
    }
  }

  /** Ends the block, at the latest with unreachable. */
  private void end(BasicBlock block, List<Value> operands) {
    for (int i = 0; i < 10 && block.terminator() == null; i++) {
      call(operands);
    }
    if (block.terminator() == null) {
      b.unreachable();
    }
  }

  private Instruction random(List<Value> operands) {
    Value x = any(operands);
    Value y = random.nextBoolean() ? any(operands) : like(x, operands);
    Value z = random.nextBoolean() ? any(operands) : like(x, operands);
    Type t = any(TYPES);
    List<Opcode> opcodes = List.of(Opcode.values());
    List<AtomicOrdering> orderings = List.of(AtomicOrdering.values());
    return switch (random.nextInt(26)) {
      case 0, 1, 2, 3 -> {
        List<Opcode> binary = opcodes.stream().filter(Opcode::isBinary).toList();
        int flags = random.nextInt(4) == 0 ? 1 << random.nextInt(23) : 0;
        yield b.binary(any(binary), x, y, flags);
      }
      case 4 -> b.icmp(any(List.of(IntPredicate.values())), x, y);
      case 5 -> b.fcmp(any(List.of(FloatPredicate.values())), x, y);
      case 6, 7 -> b.cast(any(opcodes.stream().filter(Opcode::isCast).toList()), x, t);
      case 8 -> b.alloca(t, x, 1L << random.nextInt(40));
      case 9 -> b.load(t, x, random.nextInt(5));
      case 10 -> b.store(x, y, random.nextInt(5));
      case 11 -> b.atomicLoad(t, x, random.nextInt(3) * 4L, any(orderings), "");
      case 12 -> b.atomicStore(x, y, random.nextInt(3) * 4L, any(orderings), "");
      case 13 -> b.cmpXchg(any(operands), x, y, any(orderings), any(orderings));
      case 14 -> b.atomicRmw(any(List.of(AtomicRmwInst.Operation.values())), x, y, any(orderings));
      case 15 -> b.fence(any(orderings), "");
      case 16 -> b.gep(t, x, y, z);
      case 17 -> b.select(any(operands), y, z);
      case 18 -> b.extractElement(x, y);
      case 19 -> b.insertElement(x, y, z);
      case 20 -> b.shuffleVector(x, y, random.nextInt(10) - 1, random.nextInt(10) - 1);
      case 21 -> b.extractValue(x, random.nextInt(3));
      case 22 -> b.insertValue(x, y, random.nextInt(3));
      case 23 ->
          random.nextBoolean()
              ? b.call(module.declare("other", Types.I32, Types.I32, Types.PTR), x, y)
              : b.freeze(x);
      case 24 -> b.fneg(x);
      default -> terminator(x);
    };
  }

  private Value like(Value x, List<Value> operands) {
    return any(operands.stream().filter(v -> v.type().equals(x.type())).toList());
  }

  private Instruction terminator(Value x) {
    if (random.nextInt(8) != 0) {
      return b.freeze(x); // or blocks would be too short
    }
    return switch (random.nextInt(4)) {
      case 0 -> b.ret(x);
      case 1 -> b.ret();
      case 2 -> b.br(x, any(blocks), any(blocks));
      default -> b.br(any(blocks));
    };
  }
}
