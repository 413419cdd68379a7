package dev.lamina.hunt;

import dev.lamina.ir.Function;
import dev.lamina.ir.Module;
import dev.lamina.jit.Jit;
import dev.lamina.lazy.CompileAction;
import dev.lamina.lazy.CompileCallbackManager;
import dev.lamina.lazy.LazySupport;
import dev.lamina.link.host.HostAccess;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.elf.ElfReader;
import dev.lamina.target.AssemblySymbols;
import dev.lamina.target.CallAdapters;
import dev.lamina.target.LinkSupport;
import dev.lamina.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes first calls overwrite every register that a function may overwrite: between the resolver
 * block and the manager's entry stands code that does so after the entry has run, and counts.
 *
 * <pre>
 *   trampoline ──▶ resolver block ──▶ lamina_spoil ──▶ the manager's entry
 *                                     spoils all ◀────────┘
 * </pre>
 */
final class Spoiler implements AutoCloseable {
  /**
   * General registers, all vector registers that the host has in their whole width, masks, the x87
   * stack, the control words (unlike the ABI has it) and flags; not the direction flag, which no
   * function may leave set.
   */
  private static final String SOURCE =
      """
      __asm__(
        ".globl lamina_spoil\\n"
        "lamina_spoil: subq $8, %rsp\\n"
        "call *lamina_real_entry(%rip)\\n"
        "lock incq lamina_spoiled(%rip)\\n"
        "movq $0x5a5a5a5a5a5a5a5a, %rcx\\n movq %rcx, %rdx\\n movq %rcx, %rsi\\n movq %rcx, %rdi\\n"
        "movq %rcx, %r8\\n movq %rcx, %r9\\n movq %rcx, %r10\\n movq %rcx, %r11\\n"
        "fninit\\n .rept 8\\n fldpi\\n .endr\\n fldcw lamina_control(%rip)\\n"
        "ldmxcsr lamina_mxcsr(%rip)\\n"
      #if defined __AVX512F__
        ".irp r,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\\n vpternlogd $255, %zmm\\\\r, %zmm\\\\r, %zmm\\\\r\\n .endr\\n"
        ".irp r,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31\\n"
        "vpternlogd $255, %zmm\\\\r, %zmm\\\\r, %zmm\\\\r\\n .endr\\n"
        ".irp r,0,1,2,3,4,5,6,7\\n kxnorw %k\\\\r, %k\\\\r, %k\\\\r\\n .endr\\n"
      #elif defined __AVX__
        "vpcmpeqd %xmm0, %xmm0, %xmm0\\n vinsertf128 $1, %xmm0, %ymm0, %ymm0\\n"
        ".irp r,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\\n vmovaps %ymm0, %ymm\\\\r\\n .endr\\n"
      #else
        ".irp r,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\\n pcmpeqd %xmm\\\\r, %xmm\\\\r\\n .endr\\n"
      #endif
        "pushq $0xad7\\n popfq\\n"
        "leaq 8(%rsp), %rsp\\n ret\\n"
        ".data\\n .balign 8\\n"
        ".globl lamina_real_entry\\n lamina_real_entry: .quad 0\\n"
        ".globl lamina_spoiled\\n lamina_spoiled: .quad 0\\n"
        "lamina_mxcsr: .long 0x7f80\\n lamina_control: .word 0x0c7f\\n"
        ".text\\n");
      """;

  private final HostAccess host = new HostAccess();
  private final Jit jit = Jit.create();
  private final long entry;
  private final long realEntry;
  private final long count;

  private Spoiler(ObjectFile object) {
    jit.addObject(object);
    entry = jit.lookup("lamina_spoil").address();
    realEntry = jit.library().lookup("lamina_real_entry").address();
    count = jit.library().lookup("lamina_spoiled").address();
  }

  /** The widest vectors that the host has, in bytes. */
  static int vectorBytes() throws IOException {
    String flags = " " + Files.readString(Path.of("/proc/cpuinfo")).replace('\n', ' ') + " ";
    return flags.contains(" avx512f ") ? 64 : flags.contains(" avx ") ? 32 : 16;
  }

  /** What gcc has to be told so that it uses them. */
  static List<String> gccOptions() throws IOException {
    return switch (vectorBytes()) {
      case 64 -> List.of("-mavx512f");
      case 32 -> List.of("-mavx");
      default -> List.of();
    };
  }

  /** Makes one, with files in {@code directory}. It serves one stack. */
  static Spoiler make(Path directory) throws Exception {
    String name = "spoil-" + ProcessHandle.current().pid(); // other workers make theirs
    Path source = Files.writeString(directory.resolve(name + ".c"), SOURCE);
    Path object = directory.resolve(name + ".o");
    Commands.gcc(source, object, gccOptions());
    return new Spoiler(ElfReader.read("spoil", Files.readAllBytes(object)));
  }

  /** How many first calls have been spoiled. */
  long count() {
    return host.readWord(count);
  }

  @Override
  public void close() {
    jit.close();
  }

  /**
   * A target whose resolver block calls the spoiling code.
   *
   * @param change what is done to the block's text
   */
  Target target(Target target, UnaryOperator<String> change) {
    return new SpoilingTarget(target, new Spoiling(target.lazySupport(), change));
  }

  private final class Spoiling implements LazySupport {
    private final LazySupport target;
    private final UnaryOperator<String> change;

    Spoiling(LazySupport target, UnaryOperator<String> change) {
      this.target = target;
      this.change = change;
    }

    @Override
    public void insertResolverBlock(Module module, CompileCallbackManager manager) {
      host.writeWord(realEntry, manager.entry());
      Module own = new Module(module.name());
      target.insertResolverBlock(own, new SpoilingManager(manager, entry));
      own.moduleAsm().forEach(text -> module.addModuleAsm(change.apply(text)));
    }

    @Override
    public void insertCompileCallbackTrampolines(
        Module module, long resolver, int count, int startIndex) {
      target.insertCompileCallbackTrampolines(module, resolver, count, startIndex);
    }

    @Override
    public void insertIndirectStubs(Module module, int count, int startIndex) {
      target.insertIndirectStubs(module, count, startIndex);
    }

    @Override
    public int trampolineSize() {
      return target.trampolineSize();
    }

    @Override
    public int stubSize() {
      return target.stubSize();
    }
  }

  private record SpoilingManager(CompileCallbackManager manager, long entry)
      implements CompileCallbackManager {
    @Override
    public long handle() {
      return manager.handle();
    }

    @Override
    public long[] newCallbacks(List<? extends CompileAction> actions) {
      return manager.newCallbacks(actions);
    }

    @Override
    public void release(long[] trampolines) {
      manager.release(trampolines);
    }
  }

  private record SpoilingTarget(Target target, LazySupport lazySupport) implements Target {
    @Override
    public String name() {
      return target.name() + ", spoiled";
    }

    @Override
    public boolean supports(String triple) {
      return target.supports(triple);
    }

    @Override
    public String defaultDataLayout() {
      return target.defaultDataLayout();
    }

    @Override
    public ObjectFile compile(Module module, Consumer<? super Function> check) {
      return target.compile(module, check);
    }

    @Override
    public AssemblySymbols assemblySymbols(Module module) {
      return target.assemblySymbols(module);
    }

    @Override
    public LinkSupport linkSupport() {
      return target.linkSupport();
    }

    @Override
    public @Nullable CallAdapters callAdapters() {
      return target.callAdapters();
    }
  }
}
