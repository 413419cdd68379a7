package dev.lamina.codegen;

import dev.lamina.codegen.assembly.InstructionSet;
import dev.lamina.ir.DataLayout;
import dev.lamina.object.Machine;
import org.jspecify.annotations.Nullable;

/**
 * What the framework needs of a machine to compile for it. One object serves any number of threads;
 * what it makes serves one module.
 */
public interface MachineTarget {
  Machine machine();

  RegisterBanks registers();

  TargetRelocations relocations();

  PartLayouts partLayouts(DataLayout layout);

  MachineEmitter emitter(ObjectBuilder object);

  Selector selector(Selector.Parts parts);

  FunctionFrame frame(ObjectBuilder object, MachineEmitter emitter);

  /** Starts the table that says how to unwind through functions of this machine. */
  UnwindTable unwindTable(UnwindTable.Factory factory);

  /** What assembles the assembly of modules, or null if nothing does. */
  default InstructionSet.@Nullable Factory instructionSet() {
    return null;
  }

  /** The least alignment in bytes of a function's entry. */
  int functionAlignment();
}
