package dev.lamina.target.x86_64.select;

import dev.lamina.codegen.FunctionFrame;
import dev.lamina.codegen.MachineEmitter;
import dev.lamina.codegen.MachineTarget;
import dev.lamina.codegen.ObjectBuilder;
import dev.lamina.codegen.PartLayouts;
import dev.lamina.codegen.RegisterBanks;
import dev.lamina.codegen.RuleTable;
import dev.lamina.codegen.Selector;
import dev.lamina.codegen.TargetRelocations;
import dev.lamina.codegen.UnwindTable;
import dev.lamina.codegen.assembly.InstructionSet;
import dev.lamina.ir.DataLayout;
import dev.lamina.ir.Opcode;
import dev.lamina.object.Machine;
import dev.lamina.target.x86_64.asm.X86InstructionSet;
import dev.lamina.target.x86_64.encode.Regs;
import java.util.EnumSet;
import java.util.Set;

/** What the code-generation framework asks of x86-64. */
public final class X86MachineTarget implements MachineTarget {
  private static final Set<Opcode> ARITHMETIC = family(Opcode.ADD, Opcode.XOR);
  private static final Set<Opcode> CONVERSIONS = family(Opcode.TRUNC, Opcode.ADDRSPACECAST);
  private static final Set<Opcode> MEMORY = family(Opcode.ALLOCA, Opcode.ATOMICRMW);
  private static final Set<Opcode> COMPARISONS = Set.of(Opcode.ICMP, Opcode.FCMP, Opcode.SELECT);
  private static final Set<Opcode> ELEMENTS = family(Opcode.EXTRACTELEMENT, Opcode.SHUFFLEVECTOR);
  private static final Set<Opcode> FIELDS = Set.of(Opcode.EXTRACTVALUE, Opcode.INSERTVALUE);
  private static final Set<Opcode> CALLS =
      Set.of(Opcode.CALL, Opcode.INVOKE, Opcode.LANDINGPAD, Opcode.RESUME, Opcode.VAARG);
  private static final Set<Opcode> TERMINATORS = family(Opcode.RET, Opcode.UNREACHABLE);
  private static final Set<Opcode> OTHERS = Set.of(Opcode.FREEZE, Opcode.FNEG);

  private static final RuleTable<X86Selector> RULES =
      RuleTable.<X86Selector>builder()
          .group(IntegerRules::addTo, ARITHMETIC, OTHERS)
          .group(PairRules::addTo, ARITHMETIC)
          .group(WideRules::addTo, ARITHMETIC, CONVERSIONS, COMPARISONS)
          .group(FloatRules::addTo, ARITHMETIC, OTHERS)
          .group(X87Rules::addTo, ARITHMETIC, CONVERSIONS, COMPARISONS, OTHERS)
          .group(ConversionRules::addTo, CONVERSIONS)
          .group(CompareRules::addTo, COMPARISONS)
          .group(MemoryRules::addTo, MEMORY)
          .group(AtomicRules::addTo, MEMORY)
          .group(AggregateRules::addTo, FIELDS)
          .group(VectorRules::addTo, ARITHMETIC, ELEMENTS, OTHERS)
          .group(CallRules::addTo, CALLS)
          .group(ControlRules::addTo, TERMINATORS)
          .build();

  private static Set<Opcode> family(Opcode first, Opcode last) {
    return EnumSet.range(first, last);
  }

  /** The selection rules, for listings and the test that every one is used. */
  public static RuleTable<?> selectionRules() {
    return RULES;
  }

  @Override
  public Machine machine() {
    return Machine.X86_64;
  }

  @Override
  public RegisterBanks registers() {
    return X86Registers.BANKS;
  }

  @Override
  public TargetRelocations relocations() {
    return new TargetRelocations() {
      @Override
      public int absolute() {
        return X86Emitter.R_64;
      }

      @Override
      public int relative32() {
        return X86Emitter.R_PC32;
      }

      @Override
      public int absolute32() {
        return X86Emitter.R_32;
      }

      @Override
      public int relative64() {
        return X86Emitter.R_PC64;
      }
    };
  }

  @Override
  public PartLayouts partLayouts(DataLayout layout) {
    return new X86Parts(layout);
  }

  @Override
  public MachineEmitter emitter(ObjectBuilder object) {
    return new X86Emitter(object.code());
  }

  @Override
  public Selector selector(Selector.Parts parts) {
    return new X86Selector(parts, (X86Emitter) parts.emitter(), RULES);
  }

  @Override
  public FunctionFrame frame(ObjectBuilder object, MachineEmitter emitter) {
    return new X86Frame((X86Emitter) emitter);
  }

  @Override
  public UnwindTable unwindTable(UnwindTable.Factory factory) {
    int stack = X86Registers.dwarf(Regs.RSP);
    return factory.make(-8, 16, stack, 8, -8);
  }

  /**
   * Even, since the Itanium C++ ABI takes an odd pointer to a member function for a virtual one.
   * More gains nothing: the padding of a prologue is executed, and costs 6 % of a recursive
   * function's time when entries are multiples of 16.
   */
  @Override
  public InstructionSet.Factory instructionSet() {
    return X86InstructionSet.FACTORY;
  }

  @Override
  public int functionAlignment() {
    return 2;
  }
}
