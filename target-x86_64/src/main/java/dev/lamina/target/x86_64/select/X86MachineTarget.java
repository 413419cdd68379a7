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
import dev.lamina.object.Machine;
import dev.lamina.target.x86_64.asm.X86InstructionSet;
import dev.lamina.target.x86_64.encode.Regs;

/** What the code-generation framework asks of x86-64. */
public final class X86MachineTarget implements MachineTarget {
  private static final RuleTable<X86Selector> RULES = rules();

  private static RuleTable<X86Selector> rules() {
    RuleTable.Builder<X86Selector> table = RuleTable.builder();
    IntegerRules.addTo(table);
    PairRules.addTo(table);
    WideRules.addTo(table);
    FloatRules.addTo(table);
    X87Rules.addTo(table);
    ConversionRules.addTo(table);
    CompareRules.addTo(table);
    MemoryRules.addTo(table);
    AtomicRules.addTo(table);
    AggregateRules.addTo(table);
    VectorRules.addTo(table);
    CallRules.addTo(table);
    ControlRules.addTo(table);
    return table.build();
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

  @Override
  public InstructionSet.Factory instructionSet() {
    return X86InstructionSet.FACTORY;
  }

  @Override
  public int functionAlignment() {
    return 16;
  }
}
