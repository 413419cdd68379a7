package dev.lamina.jit.cli;

import com.google.common.collect.ImmutableList;
import java.util.HashMap;
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
  JIT_KIND("jit-kind", "<kind>", "orc: compile all, then run (default); orc-lazy: when called"),
  PER_MODULE_LAZY("per-module-lazy", null, "With orc-lazy: compile whole modules at a call"),
  LAZY_SPECULATION("lazy-speculation", null, "With orc-lazy: compile callees in advance"),
  ORC_LAZY_DEBUG("orc-lazy-debug", "<what>", "With orc-lazy: what to print; see below"),
  COMPILE_THREADS("compile-threads", "<n>", "How many threads compile (default: 1)"),
  HELP("help", null, "This text"),
  VERSION("version", null, "The version, and the targets that are installed"),

  // Accepted, since what they ask for is so already or makes no difference to what a program does.
  CODE_MODEL("code-model", Values.of("small", "medium", "large")),
  COLOR("color", Values.NONE),
  DISABLE_CORE_FILES("disable-core-files", Values.NONE),
  DISABLE_LAZY_COMPILATION("disable-lazy-compilation", Values.NONE),
  FLOAT_ABI("float-abi", Values.of("default", "hard")),
  FRAME_POINTER("frame-pointer", Values.of("all", "non-leaf", "reserved", "none")),
  JIT_LINKER("jit-linker", Values.of("default", "jitlink", "rtdyld")),
  LLJIT_PLATFORM("lljit-platform", Values.of("DetectHost", "GenericIR")),
  MARCH("march", Values.of("x86-64")),
  MATTR("mattr", Values.ADDED_FEATURES),
  MCPU("mcpu", Values.ANY),
  MTRIPLE("mtriple", Values.HOST_TRIPLE),
  RELOCATION_MODEL("relocation-model", Values.of("pic", "static")),

  // Refused: ignoring them would change what a program does, or what the user gets.
  EMULATED_TLS("emulated-tls", false, "thread-local variables are the system's"),
  ENABLE_CACHE_MANAGER("enable-cache-manager", false, "there is no object cache yet"),
  FORCE_INTERPRETER("force-interpreter", false, "there is no interpreter yet"),
  JD("jd", true, "there is one library yet; leave it out"),
  LOAD("load", true, "LLVM's plug-ins need LLVM; use --dlopen for a library"),
  MCJIT_REMOTE_PROCESS("mcjit-remote-process", true, "programs run in this process; leave it out"),
  OBJECT_CACHE_DIR("object-cache-dir", true, "there is no object cache yet"),
  ORC_RUNTIME("orc-runtime", true, "LLVM's ORC runtime needs LLVM; leave it out"),
  REMOTE_MCJIT("remote-mcjit", false, "programs run in this process; leave it out"),
  SOFT_FLOAT("soft-float", false, "floating-point code uses SSE2 and x87"),
  THREAD_ENTRY("thread-entry", true, "programs start their threads themselves; leave it out");

  /** What options that have no effect may be set to. */
  static final class Values {
    /** A flag. */
    static final ImmutableList<String> NONE = ImmutableList.of();

    static final ImmutableList<String> ANY = ImmutableList.of("<anything>");

    /** Code may make use of features that are added, and need not. */
    static final ImmutableList<String> ADDED_FEATURES = ImmutableList.of("+<feature>");

    static final ImmutableList<String> HOST_TRIPLE = ImmutableList.of("<this machine's triple>");

    private Values() {}

    static ImmutableList<String> of(String... values) {
      return ImmutableList.copyOf(values);
    }
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
  private final @Nullable ImmutableList<String> accepted;
  private final @Nullable String refusal;

  Option(String text, @Nullable String value, String help) {
    this(text, value, help, null, null);
  }

  Option(String text, ImmutableList<String> accepted) {
    this(text, accepted.isEmpty() ? null : "<value>", null, accepted, null);
  }

  Option(String text, boolean takesValue, String refusal) {
    this(text, takesValue ? "<value>" : null, null, null, refusal);
  }

  Option(
      String text,
      @Nullable String value,
      @Nullable String help,
      @Nullable ImmutableList<String> accepted,
      @Nullable String refusal) {
    this.text = text;
    this.value = value;
    this.help = help;
    this.accepted = accepted;
    this.refusal = refusal;
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

  /** The values with which it is accepted and has no effect, or null if it is not such a one. */
  @Nullable ImmutableList<String> accepted() {
    return accepted;
  }

  /** Why it is refused, or null if it is not. */
  @Nullable String refusal() {
    return refusal;
  }
}
