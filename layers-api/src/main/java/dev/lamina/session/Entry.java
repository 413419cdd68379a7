package dev.lamina.session;

import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import java.util.ArrayList;
import java.util.List;

/** One symbol of a library. Guarded by the session's lock. */
final class Entry {
  final String name;
  SymbolFlags flags;

  /** What defines it; changes when a responsibility is split. */
  Work work;

  /** In bytes, of a common symbol. */
  long commonSize;

  long address;
  boolean resolved;

  /** Those to be told when it is resolved or ready. */
  List<Query> waiters = new ArrayList<>(0);

  Entry(String name, SymbolFlags flags, Work work) {
    this.name = name;
    this.flags = flags;
    this.work = work;
  }

  ResolvedSymbol symbol() {
    return new ResolvedSymbol(address, flags, work.state == Work.State.READY ? null : work);
  }

  /** True if a query of the kind given need not wait for it. */
  boolean satisfies(boolean ready) {
    return ready ? work.state == Work.State.READY : resolved;
  }
}
