package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;

import org.jspecify.annotations.Nullable;

/**
 * {@code blockaddress(@f, %block)}. The block is named, not held, so that the address can be read
 * before the function's body is.
 */
public final class BlockAddress extends Constant {
  private final Function function;
  private final @Nullable String blockName;
  private final int blockNumber;

  /** The block of that number in the body as it was made, however it is numbered since. */
  private volatile @Nullable BasicBlock resolved;

  private BlockAddress(Function function, @Nullable String blockName, int blockNumber) {
    super(PointerType.get(function.addressSpace()));
    this.function = function;
    this.blockName = blockName;
    this.blockNumber = blockNumber;
    function.noteBlockAddress();
  }

  public static BlockAddress named(Function function, String blockName) {
    return new BlockAddress(function, blockName, -1);
  }

  /**
   * {@code number} is the one that the block has in text, among arguments and instructions: in the
   * body as it is made, if that is still to come, else as it is now.
   */
  public static BlockAddress numbered(Function function, int number) {
    BlockAddress address = new BlockAddress(function, null, number);
    function.addAddressToResolve(address);
    return address;
  }

  public static BlockAddress of(BasicBlock block) {
    Function f = block.function();
    checkArgument(f != null, "the block is in no function");
    String name = block.name();
    if (name != null) {
      return named(f, name);
    }
    BlockAddress address = new BlockAddress(f, null, f.printedNumber(block));
    address.resolved = block;
    return address;
  }

  /** The address of the block of that name or number in a copy of the function. */
  BlockAddress in(Function copy) {
    return blockName != null ? named(copy, blockName) : numbered(copy, blockNumber);
  }

  /** The number that the block has in text, or -1 if it has a name. */
  public int blockNumber() {
    return blockNumber;
  }

  /** Tells which block is meant; called by whoever makes the body of the function. */
  public void resolve(BasicBlock block) {
    checkArgument(block.function() == function, "the block is in another function");
    resolved = block;
  }

  public Function functionOf() {
    return function;
  }

  /** The block, for which the function's body is read; null if it has no such block (any more). */
  public @Nullable BasicBlock block() {
    function.materialize();
    BasicBlock known = resolved;
    if (known != null) {
      return known.function() == function ? known : null;
    }
    return blockName != null ? named(blockName) : function.numberedBlock(blockNumber);
  }

  private @Nullable BasicBlock named(String name) {
    for (BasicBlock b : function.blocks()) {
      if (name.equals(b.name())) {
        return b;
      }
    }
    return null;
  }

  /** The block as text: {@code %name} or {@code %number}. */
  public String blockText() {
    return blockName != null ? Names.local(blockName) : "%" + blockNumber;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof BlockAddress b
        && b.function == function
        && b.blockNumber == blockNumber
        && b.resolved == resolved
        && (blockName == null ? b.blockName == null : blockName.equals(b.blockName));
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(function) * 31 + (blockName == null ? 0 : blockName.hashCode());
  }

  @Override
  public String toString() {
    return "blockaddress(" + function + ", " + blockText() + ")";
  }
}
