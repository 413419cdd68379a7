package dev.lamina.bench.compile;

import static org.bytedeco.llvm.global.LLVM.*;

import dev.lamina.object.ObjectFile;
import dev.lamina.object.ObjectFormatException;
import dev.lamina.object.elf.ElfReader;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.llvm.LLVM.LLVMContextRef;
import org.bytedeco.llvm.LLVM.LLVMErrorRef;
import org.bytedeco.llvm.LLVM.LLVMMemoryBufferRef;
import org.bytedeco.llvm.LLVM.LLVMModuleRef;
import org.bytedeco.llvm.LLVM.LLVMOrcJITTargetMachineBuilderRef;
import org.bytedeco.llvm.LLVM.LLVMOrcLLJITBuilderRef;
import org.bytedeco.llvm.LLVM.LLVMOrcLLJITRef;
import org.bytedeco.llvm.LLVM.LLVMOrcThreadSafeContextRef;
import org.bytedeco.llvm.LLVM.LLVMOrcThreadSafeModuleRef;
import org.bytedeco.llvm.LLVM.LLVMTargetMachineRef;
import org.bytedeco.llvm.LLVM.LLVMTargetRef;
import org.jspecify.annotations.Nullable;

/**
 * LLVM's LLJIT with what makes it fastest: no optimisation (so that FastISel selects), and the
 * small code model. The C API's default for JITs is the large one, with which FastISel gives up on
 * every call, and compiling takes 1.8 times as long. All else is LLJIT's default for x86-64 ELF:
 * the host's CPU, position independent code, JITLink.
 */
final class LlvmOrc implements AutoCloseable {
  private static final String TRIPLE = "x86_64-unknown-linux-gnu";

  private final Program program;
  private final LLVMOrcLLJITRef jit = new LLVMOrcLLJITRef();

  /** A module and the context that it lives in. */
  record Parsed(LLVMOrcThreadSafeContextRef context, LLVMModuleRef module) {}

  /** Whether LLVM is on the class path and can be loaded. */
  static boolean isAvailable() {
    String resource = "/org/bytedeco/llvm/linux-x86_64/libjniLLVM.so";
    return LlvmOrc.class.getResource(resource) != null;
  }

  private static final class Text {
    private static @Nullable Program of;
    private static @Nullable BytePointer bytes;

    /** A program's text in native memory, ended by NUL; that of the last one is kept. */
    static synchronized BytePointer of(Program program) {
      BytePointer known = bytes;
      if (known == null || of != program) {
        if (known != null) {
          known.deallocate();
        }
        known = new BytePointer(program.text().length + 1L);
        known.put(program.text(), 0, program.text().length);
        known.put(program.text().length, (byte) 0);
        bytes = known;
        of = program;
      }
      return known;
    }
  }

  LlvmOrc(Program program) {
    this.program = program;
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
    LLVMInitializeX86AsmParser();
    LLVMOrcJITTargetMachineBuilderRef machine =
        LLVMOrcJITTargetMachineBuilderCreateFromTargetMachine(targetMachine());
    LLVMOrcLLJITBuilderRef builder = LLVMOrcCreateLLJITBuilder();
    LLVMOrcLLJITBuilderSetJITTargetMachineBuilder(builder, machine);
    check(LLVMOrcCreateLLJIT(jit, builder));
  }

  private static LLVMTargetMachineRef targetMachine() {
    LLVMTargetRef target = new LLVMTargetRef();
    try (BytePointer triple = new BytePointer(TRIPLE);
        PointerPointer<BytePointer> error = new PointerPointer<>(1)) {
      if (LLVMGetTargetFromTriple(triple, target, error) != 0) {
        throw new IllegalStateException("LLVM: " + error.get(BytePointer.class, 0).getString());
      }
      BytePointer cpu = LLVMGetHostCPUName();
      BytePointer features = LLVMGetHostCPUFeatures();
      LLVMTargetMachineRef machine =
          LLVMCreateTargetMachine(
              target,
              triple,
              cpu,
              features,
              LLVMCodeGenLevelNone,
              LLVMRelocPIC,
              LLVMCodeModelSmall);
      LLVMDisposeMessage(cpu);
      LLVMDisposeMessage(features);
      return machine;
    }
  }

  /** Puts the text where LLVM finds it; what {@link #parse} reads is not copied. */
  void prepare() {
    Text.of(program);
  }

  Parsed parse() {
    BytePointer text = Text.of(program);
    LLVMOrcThreadSafeContextRef context = LLVMOrcCreateNewThreadSafeContext();
    LLVMContextRef inner = LLVMOrcThreadSafeContextGetContext(context);
    LLVMModuleRef module = new LLVMModuleRef();
    try (BytePointer name = new BytePointer(program.name());
        BytePointer error = new BytePointer((Pointer) null)) {
      LLVMMemoryBufferRef buffer =
          LLVMCreateMemoryBufferWithMemoryRange(text, program.text().length, name, 1);
      if (LLVMParseIRInContext(inner, buffer, module, error) != 0) {
        throw new IllegalStateException("LLVM: " + error.getString());
      }
    }
    return new Parsed(context, module);
  }

  /** Generates code, links it and looks up a function. The module is LLJIT's from now on. */
  long addAndLookup(Parsed parsed) {
    LLVMOrcThreadSafeModuleRef module =
        LLVMOrcCreateNewThreadSafeModule(parsed.module, parsed.context);
    check(LLVMOrcLLJITAddLLVMIRModule(jit, LLVMOrcLLJITGetMainJITDylib(jit), module));
    LLVMOrcDisposeThreadSafeContext(parsed.context);
    long[] address = new long[1];
    check(LLVMOrcLLJITLookup(jit, address, program.symbol()));
    return address[0];
  }

  long total() {
    return addAndLookup(parse());
  }

  /** The object that the same code generator writes. */
  ObjectFile object() throws ObjectFormatException {
    Parsed parsed = parse();
    LLVMTargetMachineRef machine = targetMachine();
    LLVMMemoryBufferRef buffer = new LLVMMemoryBufferRef();
    try (BytePointer error = new BytePointer((Pointer) null);
        PointerPointer<LLVMMemoryBufferRef> out = new PointerPointer<>(1)) {
      if (LLVMTargetMachineEmitToMemoryBuffer(machine, parsed.module, LLVMObjectFile, error, out)
          != 0) {
        throw new IllegalStateException("LLVM: " + error.getString());
      }
      buffer = out.get(LLVMMemoryBufferRef.class, 0);
      byte[] bytes = new byte[Math.toIntExact(LLVMGetBufferSize(buffer))];
      LLVMGetBufferStart(buffer).capacity(bytes.length).get(bytes);
      return ElfReader.read(program.name(), bytes);
    } finally {
      LLVMDisposeMemoryBuffer(buffer);
      LLVMDisposeTargetMachine(machine);
      LLVMDisposeModule(parsed.module);
      LLVMOrcDisposeThreadSafeContext(parsed.context);
    }
  }

  /** Forgets a module that was parsed and not added. */
  static void dispose(Parsed parsed) {
    LLVMDisposeModule(parsed.module);
    LLVMOrcDisposeThreadSafeContext(parsed.context);
  }

  private static void check(@Nullable LLVMErrorRef error) {
    if (error != null && !error.isNull()) {
      throw new IllegalStateException("LLVM: " + LLVMGetErrorMessage(error).getString());
    }
  }

  @Override
  public void close() {
    check(LLVMOrcDisposeLLJIT(jit));
  }
}
