package dev.lamina.ir.text;

import java.util.Set;

/** Which keywords LLVM has for attributes. */
final class AttributeNames {
  private static final Set<String> LLVM_19 =
      Set.of(
          "align",
          "alignstack",
          "allocalign",
          "allockind",
          "allocptr",
          "allocsize",
          "alwaysinline",
          "builtin",
          "byref",
          "byval",
          "cold",
          "convergent",
          "coro_only_destroy_when_complete",
          "dead_on_unwind",
          "dereferenceable",
          "dereferenceable_or_null",
          "disable_sanitizer_instrumentation",
          "elementtype",
          "fn_ret_thunk_extern",
          "hot",
          "hybrid_patchable",
          "immarg",
          "inalloca",
          "initializes",
          "inlinehint",
          "inreg",
          "jumptable",
          "memory",
          "minsize",
          "mustprogress",
          "naked",
          "nest",
          "noalias",
          "nobuiltin",
          "nocallback",
          "nocapture",
          "nocf_check",
          "noduplicate",
          "nofree",
          "nofpclass",
          "noimplicitfloat",
          "noinline",
          "nomerge",
          "nonlazybind",
          "nonnull",
          "noprofile",
          "norecurse",
          "noredzone",
          "noreturn",
          "nosanitize_bounds",
          "nosanitize_coverage",
          "nosync",
          "noundef",
          "nounwind",
          "null_pointer_is_valid",
          "optdebug",
          "optforfuzzing",
          "optnone",
          "optsize",
          "preallocated",
          "presplitcoroutine",
          "range",
          "readnone",
          "readonly",
          "returned",
          "returns_twice",
          "safestack",
          "sanitize_address",
          "sanitize_hwaddress",
          "sanitize_memory",
          "sanitize_memtag",
          "sanitize_numerical_stability",
          "sanitize_thread",
          "shadowcallstack",
          "signext",
          "skipprofile",
          "speculatable",
          "speculative_load_hardening",
          "sret",
          "ssp",
          "sspreq",
          "sspstrong",
          "strictfp",
          "swiftasync",
          "swifterror",
          "swiftself",
          "uwtable",
          "vscale_range",
          "willreturn",
          "writable",
          "writeonly",
          "zeroext");

  /** Of older and newer versions; the reader turns most of them into others. */
  private static final Set<String> OTHERS =
      Set.of(
          "argmemonly",
          "inaccessiblememonly",
          "inaccessiblemem_or_argmemonly",
          "captures",
          "coro_elide_safe",
          "dead_on_return",
          "nodivergencesource",
          "noext",
          "sanitize_realtime",
          "sanitize_realtime_blocking",
          "sanitize_type");

  private AttributeNames() {}

  static boolean isOfLlvm19(String name) {
    return LLVM_19.contains(name);
  }

  static boolean isKnown(String name) {
    return LLVM_19.contains(name) || OTHERS.contains(name);
  }
}
