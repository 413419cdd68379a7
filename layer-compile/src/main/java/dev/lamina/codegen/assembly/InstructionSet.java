package dev.lamina.codegen.assembly;

import dev.lamina.codegen.CodeBuffer;
import dev.lamina.object.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the assembler has to know of a machine. An object of this type serves one text; see {@link
 * Factory}.
 */
public interface InstructionSet {
  /** A relocation type that does not exist. */
  int NO_RELOCATION = -1;

  /** Makes what serves one text. */
  interface Factory {
    /**
     * @param code where instructions are written; whoever assembles empties it between them
     * @param scope what is known of symbols
     */
    InstructionSet make(CodeBuffer code, SymbolScope scope);
  }

  Machine machine();

  /**
   * Assembles one instruction into the code buffer, branches in their long form.
   *
   * @return the fields that depend on symbols
   * @throws AssemblyException if there is no such instruction; then nothing has been written
   */
  List<Fixup> assemble(String statement);

  /**
   * The bytes that stand before the one-byte distance if the branch in the buffer, which begins at
   * 0 and whose last four bytes are its distance, has a short form; otherwise null.
   */
  byte @Nullable [] shortBranch(CodeBuffer code);

  /**
   * The relocation for an instruction's field.
   *
   * @param code the buffer that the instruction was assembled into, where it begins at 0
   * @return a relocation's number, or {@link #NO_RELOCATION}
   */
  int relocation(Fixup field, CodeBuffer code);

  /**
   * The relocation for data.
   *
   * @param size in bytes: 1, 2, 4 or 8
   * @param pcRelative whether the place's own address is subtracted
   * @param modifier what follows {@code @}, in upper case, or null
   * @return a relocation's number, or {@link #NO_RELOCATION}
   */
  int dataRelocation(int size, boolean pcRelative, @Nullable String modifier);

  /**
   * Whether a reference with this modifier may be resolved here when its symbol is local, since all
   * it does is to let a linker take a detour.
   */
  boolean isOnlyDetour(String modifier);

  /**
   * The relocation in place of this one when the symbol is replaced by its section plus an offset:
   * mostly the same; without the detour, for one that lets a linker take it; {@link #NO_RELOCATION}
   * if it matters which symbol it is.
   */
  int forSection(int relocation);

  /**
   * The relocation for the address of the global offset table itself, by the name of which symbol
   * it is written.
   *
   * @param size in bytes
   */
  int offsetTableRelocation(int size);

  /** Whether code that is to be filled with this byte may be filled with {@link #nops}. */
  boolean meansNops(long fill);

  /** Appends exactly so many bytes of instructions that do nothing. */
  void nops(CodeBuffer out, int bytes);

  /** The DWARF number of a register, as written in a .cfi directive without {@code %}; or -1. */
  int dwarfRegister(String name);

  /** The column of the return address in unwinding tables. */
  int returnColumn();

  /** What offsets of saved registers in unwinding tables are multiples of. */
  int dataAlignment();

  /** Writes the unwinding instructions that hold at every function's entry. */
  void initialUnwinding(CodeBuffer out);

  /** How far the frame address lies above the stack pointer at a function's entry, in bytes. */
  int initialFrameOffset();
}
