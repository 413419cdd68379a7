package dev.lamina.ir.text;

import dev.lamina.ir.MetadataValue;
import dev.lamina.ir.Type;
import dev.lamina.ir.Value;

/** Reads a value of a type that has been read: of a body any, at module level a constant. */
interface ValueParser {
  Value value(Type type);

  /** Called for metadata whose value is not there yet, to be put in when it is. */
  void awaits(MetadataValue metadata);
}
