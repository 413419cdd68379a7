package dev.lamina.ir.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
          "flatten_depth",
          "nocreateundeforpoison",
          "nodivergencesource",
          "noext",
          "sanitize_alloc_token",
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

  /** Whether a word that is none of these can be the name of an attribute all the same. */
  static boolean isPossible(String name) {
    if (name.length() < 4 || name.endsWith("cc")) {
      return false; // too short, or a calling convention, which is never harmless
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if ((c < 'a' || c > 'z') && c != '_') {
        return false;
      }
    }
    return true;
  }

  /** The word of the grammar that a word is most likely a misspelling of, or null. */
  static @Nullable String similar(String word) {
    List<String> words = new ArrayList<>(LLVM_19);
    for (Keyword k : Keyword.values()) {
      words.add(k.text());
    }
    Collections.sort(words);
    String best = null;
    int least = word.length() < 7 ? 2 : 3;
    for (String candidate : words) {
      int distance = distance(word, candidate);
      if (distance < least) {
        best = candidate;
        least = distance;
      }
    }
    return best;
  }

  /** How many insertions, deletions and substitutions make one word of the other. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
