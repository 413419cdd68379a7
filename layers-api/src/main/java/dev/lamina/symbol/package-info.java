/**
 * Names and what they stand for: the small service interface by which every layer finds symbols.
 *
 * <pre>
 *   SymbolRequest (names, those that may be missing)
 *        │
 *        ▼
 *   SymbolResolver ── orElse ──▶ SymbolResolver ── orElse ──▶ …     filter, rename around any
 *   (a library's)                (the process's)
 *        │
 *        ▼
 *   Answer: name → ResolvedSymbol (address, SymbolFlags), without those that were not found
 * </pre>
 *
 * <p>A request is answered in bulk and by a call, now or later: a symbol may first have to be
 * compiled, and no thread is to stand still for that. This is also why modules that need each other
 * cannot deadlock.
 *
 * <p>Start at {@link dev.lamina.symbol.SymbolResolver}. May use nothing but the JDK and Guava.
 */
@NullMarked
package dev.lamina.symbol;

import org.jspecify.annotations.NullMarked;
