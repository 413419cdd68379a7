package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function: a declaration, or a definition whose body is a list of blocks, the entry first. A
 * body may be made lazily: {@link #setBodySource} says how, and {@link #blocks} asks for it once.
 *
 * <p>Bodies are not safe for threads, but those of different functions are independent: any thread
 * may work on a function that no other works on at the time. Making a lazy body is safe from any
 * thread.
 */
public final class Function extends GlobalValue {
  /** Where a lazy body comes from. */
  @FunctionalInterface
  public interface BodySource {
    /** Adds the blocks to {@code function}; throws if they cannot be made. */
    void materialize(Function function);
  }

  private final List<Argument> arguments;
  private final List<BasicBlock> blocks = new ArrayList<>();
  private volatile @Nullable BodySource bodySource;

  /** What made the body that is there. */
  private @Nullable BodySource madeBy;

  private boolean blockAddressTaken;
  private boolean materializing;

  /**
   * Addresses of blocks that were given by number before there were blocks. Guarded by {@link
   * #arguments}, since another function's body may be what is being made meanwhile.
   */
  private final List<BlockAddress> addressesToResolve = new ArrayList<>(0);

  private int callingConvention;
  private AttributeList attributes = AttributeList.EMPTY;
  private @Nullable String section;
  private @Nullable String gc;
  private long alignment;
  private @Nullable Constant personality;
  private @Nullable Constant prefixData;
  private @Nullable Constant prologueData;
  private MetadataAttachments metadata = MetadataAttachments.NONE;
  private int line;

  public Function(@Nullable String name, FunctionType type) {
    this(name, type, 0);
  }

  public Function(@Nullable String name, FunctionType type, int addressSpace) {
    super(name, type, addressSpace);
    List<Argument> all = new ArrayList<>(type.parameters().size());
    for (Type p : type.parameters()) {
      all.add(new Argument(this, all.size(), p));
    }
    arguments = Collections.unmodifiableList(all);
  }

  public FunctionType functionType() {
    return (FunctionType) valueType();
  }

  public Type returnType() {
    return functionType().returnType();
  }

  public List<Argument> arguments() {
    return arguments;
  }

  public Argument argument(int i) {
    return arguments.get(i);
  }

  /** The blocks, the entry first; none for a declaration. Makes the body if that is still to do. */
  public List<BasicBlock> blocks() {
    materialize();
    return Collections.unmodifiableList(blocks);
  }

  /** The block that the function begins with; only of a definition. */
  public BasicBlock entryBlock() {
    materialize();
    checkState(!blocks.isEmpty(), "%s is a declaration", this);
    return blocks.get(0);
  }

  /**
   * Makes a lazy body now. What the source throws reaches the caller, the function keeps its
   * source, and the next one to ask gets the same again.
   */
  public void materialize() {
    if (bodySource == null) {
      return;
    }
    synchronized (this) {
      BodySource source = bodySource;
      if (source == null || materializing) {
        return;
      }
      materializing = true;
      try {
        source.materialize(this);
        madeBy = source;
        bodySource = null;
      } finally {
        materializing = false;
        if (bodySource != null) {
          blocks.clear();
        }
      }
    }
  }

  /**
   * Gives up a body that was made lazily; it is made again when it is next asked for. For those who
   * go through the bodies of a module one by one: the memory of one serves the next. Nobody may
   * hold on to a block or instruction of it, and what was changed in it is lost.
   *
   * @return false, and nothing happens, if the body was not made by a source, or if there are
   *     {@link BlockAddress}es of its blocks
   */
  @CanIgnoreReturnValue
  public boolean releaseBody() {
    synchronized (this) {
      BodySource source = madeBy;
      if (source == null || blockAddressTaken) {
        return false;
      }
      madeBy = null;
      blocks.clear();
      for (Argument argument : arguments) {
        argument.forgetUsers();
      }
      bodySource = source;
      return true;
    }
  }

  /** Whether there is, or was, an address of one of its blocks anywhere. */
  public boolean isBlockAddressTaken() {
    return blockAddressTaken;
  }

  void noteBlockAddress() {
    blockAddressTaken = true;
  }

  void addAddressToResolve(BlockAddress address) {
    synchronized (arguments) {
      addressesToResolve.add(address);
    }
  }

  /**
   * The addresses of blocks that were given by number before there were blocks. A {@link
   * BodySource} tells each its block, before anything can give the blocks other numbers.
   */
  public List<BlockAddress> takeAddressesToResolve() {
    synchronized (arguments) {
      List<BlockAddress> taken = List.copyOf(addressesToResolve);
      addressesToResolve.clear();
      return taken;
    }
  }

  /** Gives this function a body that {@code source} makes when it is first asked for. */
  public void setBodySource(BodySource source) {
    checkState(blocks.isEmpty(), "%s has a body already", this);
    bodySource = source;
  }

  /** Whether the body is there, or there is none to make. */
  public boolean isMaterialized() {
    return bodySource == null;
  }

  /** Drops the body, so that this becomes a declaration. */
  public void deleteBody() {
    bodySource = null;
    madeBy = null;
    for (BasicBlock b : blocks) {
      for (Instruction i : b) {
        i.dropOperands();
      }
    }
    blocks.clear();
  }

  public BasicBlock addBlock(@Nullable String name) {
    BasicBlock b = new BasicBlock(name);
    addBlock(b);
    return b;
  }

  public void addBlock(BasicBlock block) {
    insertBlock(blocks.size(), block);
  }

  /** Inserts {@code block} so that it becomes number {@code at}. */
  public void insertBlock(int at, BasicBlock block) {
    checkArgument(block.parent == null, "%s is in a function already", block.name());
    block.parent = this;
    blocks.add(at, block);
  }

  /** Takes {@code block} out, whose instructions must be gone or unused elsewhere. */
  public void removeBlock(BasicBlock block) {
    checkArgument(block.parent == this, "the block is in another function");
    blocks.remove(block);
    block.parent = null;
  }

  /**
   * The number that an unnamed value has in the text of this function: arguments, blocks and
   * instructions with a result are counted in order, those with a name left out. Counts anew at
   * every call; a printer counts once for itself.
   */
  public int printedNumber(LocalValue value) {
    int n = 0;
    for (Argument a : arguments) {
      if (a == value) {
        return n;
      }
      n += a.name() == null ? 1 : 0;
    }
    for (BasicBlock b : blocks) {
      if (b == value) {
        return n;
      }
      n += b.name() == null ? 1 : 0;
      for (Instruction i : b) {
        if (i == value) {
          return n;
        }
        n += i.name() == null && !i.type().isVoid() ? 1 : 0;
      }
    }
    return -1;
  }

  /** The unnamed block that has this number in the text of the function, or null. */
  @Nullable BasicBlock numberedBlock(int number) {
    materialize();
    int n = 0;
    for (Argument a : arguments) {
      n += a.name() == null ? 1 : 0;
    }
    for (BasicBlock b : blocks) {
      if (b.name() == null && n++ == number) {
        return b;
      }
      for (Instruction i : b) {
        n += i.name() == null && !i.type().isVoid() ? 1 : 0;
      }
    }
    return null;
  }

  @Override
  public boolean isDeclaration() {
    return bodySource == null && blocks.isEmpty();
  }

  /** Whether the name is one that LLVM reserves for intrinsics. */
  public boolean isIntrinsic() {
    String name = name();
    return name != null && name.startsWith("llvm.");
  }

  /** A number of {@link CallingConvention}. */
  public int callingConvention() {
    return callingConvention;
  }

  public void setCallingConvention(int callingConvention) {
    this.callingConvention = callingConvention;
  }

  public AttributeList attributes() {
    return attributes;
  }

  public void setAttributes(AttributeList attributes) {
    this.attributes = attributes;
  }

  public @Nullable String section() {
    return section;
  }

  public void setSection(@Nullable String section) {
    this.section = section;
  }

  public @Nullable String gc() {
    return gc;
  }

  public void setGc(@Nullable String gc) {
    this.gc = gc;
  }

  /** In bytes; 0 if not given. */
  public long alignment() {
    return alignment;
  }

  public void setAlignment(long alignment) {
    this.alignment = alignment;
  }

  public @Nullable Constant personality() {
    return personality;
  }

  public void setPersonality(@Nullable Constant personality) {
    this.personality = personality;
  }

  public @Nullable Constant prefixData() {
    return prefixData;
  }

  public void setPrefixData(@Nullable Constant prefixData) {
    this.prefixData = prefixData;
  }

  public @Nullable Constant prologueData() {
    return prologueData;
  }

  public void setPrologueData(@Nullable Constant prologueData) {
    this.prologueData = prologueData;
  }

  public MetadataAttachments metadata() {
    return metadata;
  }

  public void setMetadata(MetadataAttachments metadata) {
    this.metadata = metadata;
  }

  /** The line of {@code define} in the text it was read from; 0 if it was not read from text. */
  public int line() {
    return line;
  }

  public void setLine(int line) {
    this.line = line;
  }
}
