package dev.lamina.link.call;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A function that Java calls: what all objects share that were made to call it, so that they know
 * when it is gone. See {@link CallTargets}.
 */
public final class CallTarget {
  /**
   * Where it is, or 0 once it is gone. Not volatile: a call that races with the removal of what it
   * calls is wrong whatever it reads here, and native calls are not reordered with reads.
   */
  public long address;

  private final String name;
  private String reason = "before it was called";

  CallTarget(String name, long address) {
    this.name = name;
    this.address = address;
  }

  /**
   * A function that is never removed.
   *
   * @param name for messages
   * @param address not 0
   */
  public static CallTarget lasting(String name, long address) {
    checkArgument(address != 0, "%s has no address", name);
    return new CallTarget(name, address);
  }

  public String name() {
    return name;
  }

  void remove(String with) {
    reason = "with " + with;
    address = 0;
  }

  /** The error that a call is when {@link #address} is 0. */
  public IllegalStateException gone() {
    return new IllegalStateException(name + " was removed, " + reason + "; look it up again");
  }

  @Override
  public String toString() {
    return name + (address == 0 ? " (removed)" : "@" + Long.toHexString(address));
  }
}
