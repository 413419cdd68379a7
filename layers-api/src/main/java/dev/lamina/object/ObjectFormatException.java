package dev.lamina.object;

/** An object or archive that is malformed, or of a kind that is not supported. */
public final class ObjectFormatException extends Exception {
  private static final long serialVersionUID = 1;

  private final long offset;

  /**
   * @param file the file's name
   * @param offset where in it, in bytes
   * @param what what was found, and what was expected
   */
  public ObjectFormatException(String file, long offset, String what) {
    super(file + ": at byte 0x" + Long.toHexString(offset) + ": " + what);
    this.offset = offset;
  }

  /** The place of the fault in the file, in bytes. */
  public long offset() {
    return offset;
  }
}
