package dev.lamina.jit.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of lli that are known, in the order that {@code --help} lists them. Those that other
 * tools of LLVM share with it and that nobody passes to lli are left out.
 */
enum Option {
  ENTRY_FUNCTION("entry-function", "<function>", "The function to run (default: main)"),
  FAKE_ARGV0("fake-argv0", "<name>", "What the program finds in argv[0] (default: FILE)"),
  EXTRA_MODULE("extra-module", "<file>", "A further module of LLVM IR; may be repeated"),
  EXTRA_OBJECT("extra-object", "<file>", "An ELF object to link with; may be repeated"),
  EXTRA_ARCHIVE("extra-archive", "<file>", "An archive of objects to link with; may be repeated"),
  DLOPEN("dlopen", "<library>", "A shared library to load first; may be repeated"),
  NO_PROCESS_SYMS("no-process-syms", null, "Find nothing of the process itself, libc included"),
  O("O", "<level>", "-O0 to -O3: accepted; there is one level as yet, that of -O0"),
  JIT_KIND("jit-kind", "<kind>", "orc: compile all, then run (default)"),
  COMPILE_THREADS("compile-threads", "<n>", "How many threads compile (default: 1)"),
  HELP("help", null, "This text"),
  VERSION("version", null, "The version, and the targets that are installed"),

  // Accepted, since what they ask for is so already or makes no difference to what a program does.
  CODE_MODEL("code-model", Accepted.of("small", "medium", "large")),
  COLOR("color", Accepted.FLAG),
  DISABLE_CORE_FILES("disable-core-files", Accepted.FLAG),
  DISABLE_LAZY_COMPILATION("disable-lazy-compilation", Accepted.FLAG),
  FLOAT_ABI("float-abi", Accepted.of("default", "hard")),
  FRAME_POINTER("frame-pointer", Accepted.of("all", "non-leaf", "reserved", "none")),
  JIT_LINKER("jit-linker", Accepted.of("default", "jitlink", "rtdyld")),
  LLJIT_PLATFORM("lljit-platform", Accepted.of("DetectHost", "GenericIR")),
  MARCH("march", Accepted.of("x86-64")),
  MATTR("mattr", Accepted.FEATURES),
  MCPU("mcpu", Accepted.ANY),
  MTRIPLE("mtriple", Accepted.HOST_TRIPLE),
  RELOCATION_MODEL("relocation-model", Accepted.of("pic", "static")),

  // Refused: ignoring them would change what a program does, or what the user gets.
  EMULATED_TLS("emulated-tls", new Refused(false, "thread-local variables are the system's")),
  ENABLE_CACHE_MANAGER("enable-cache-manager", new Refused(false, "there is no object cache yet")),
  FORCE_INTERPRETER("force-interpreter", new Refused(false, "there is no interpreter yet")),
  JD("jd", new Refused(true, "there is one library yet; leave -jd out")),
  LOAD("load", new Refused(true, "LLVM's plug-ins need LLVM; use -dlopen for a library")),
  MCJIT_REMOTE_PROCESS("mcjit-remote-process", new Refused(true, Refused.IN_PROCESS)),
  OBJECT_CACHE_DIR("object-cache-dir", new Refused(true, "there is no object cache yet")),
  ORC_RUNTIME("orc-runtime", new Refused(true, "LLVM's ORC runtime needs LLVM; leave it out")),
  PER_MODULE_LAZY("per-module-lazy", new Refused(false, Refused.LAZY)),
  REMOTE_MCJIT("remote-mcjit", new Refused(false, Refused.IN_PROCESS)),
  SOFT_FLOAT("soft-float", new Refused(false, "floating-point code uses SSE2 and x87")),
  THREAD_ENTRY("thread-entry", new Refused(true, Refused.LAZY));

  /**
   * Which values of an option are accepted and have no effect.
   *
   * @param values the values; empty for a flag
   */
  record Accepted(List<String> values) {
    static final Accepted FLAG = new Accepted(List.of());
    static final Accepted ANY = new Accepted(List.of("*"));

    /** Features that are added, which code may make use of and need not. */
    static final Accepted FEATURES = new Accepted(List.of("+*"));

    static final Accepted HOST_TRIPLE = new Accepted(List.of("this machine's triple"));

    static Accepted of(String... values) {
      return new Accepted(List.of(values));
    }
  }

  /**
   * Why an option is refused.
   *
   * @param takesValue whether it has a value, which matters to what follows it
   */
  record Refused(boolean takesValue, String reason) {
    static final String IN_PROCESS = "programs run in this process; leave it out";
    static final String LAZY = "compiling functions at their first call comes later; leave it out";
  }

  private static final Map<String, Option> BY_NAME = new HashMap<>();

  static {
    for (Option option : values()) {
      BY_NAME.put(option.text, option);
    }
  }

  private final String text;
  private final @Nullable String value;
  private final @Nullable String help;
  private final @Nullable Accepted accepted;
  private final @Nullable Refused refused;

  Option(String text, @Nullable String value, String help) {
    this(text, value, help, null, null);
  }

  Option(String text, Accepted accepted) {
    this(text, accepted.values.isEmpty() ? null : "<value>", null, accepted, null);
  }

  Option(String text, Refused refused) {
    this(text, refused.takesValue ? "<value>" : null, null, null, refused);
  }

  Option(
      String text,
      @Nullable String value,
      @Nullable String help,
      @Nullable Accepted accepted,
      @Nullable Refused refused) {
    this.text = text;
    this.value = value;
    this.help = help;
    this.accepted = accepted;
    this.refused = refused;
  }

  /** The option of that name, without dashes, or null. */
  static @Nullable Option named(String name) {
    return BY_NAME.get(name);
  }

  /** The name without dashes. */
  String text() {
    return text;
  }

  /** What its value is called in help, or null for a flag. */
  @Nullable String value() {
    return value;
  }

  boolean takesValue() {
    return value != null;
  }

  boolean isRepeatable() {
    return switch (this) {
      case EXTRA_MODULE, EXTRA_OBJECT, EXTRA_ARCHIVE, DLOPEN, MATTR, LOAD, JD, THREAD_ENTRY -> true;
      default -> false;
    };
  }

  /** One line on what it does, or null if it does nothing. */
  @Nullable String help() {
    return help;
  }

  @Nullable Accepted accepted() {
    return accepted;
  }

  @Nullable Refused refused() {
    return refused;
  }
}
