package dev.lamina.ir.text;

import dev.lamina.ir.AttributeSet;
import dev.lamina.ir.Comdat;
import dev.lamina.ir.Constant;
import dev.lamina.ir.DllStorage;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalAlias;
import dev.lamina.ir.GlobalIFunc;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.Linkage;
import dev.lamina.ir.PointerType;
import dev.lamina.ir.ThreadLocalMode;
import dev.lamina.ir.Type;
import dev.lamina.ir.UnnamedAddr;
import dev.lamina.ir.Visibility;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Symbols: variables, aliases, ifuncs and the heads of functions. Initializers and all else that
 * may refer to symbols that come later are skipped and read by {@link #finish}.
 */
final class GlobalParser {
  /** What a deferred piece of text is to the symbol that it belongs to. */
  private enum Role {
    INITIALIZER,
    ALIASEE,
    RESOLVER,
    PERSONALITY,
    PREFIX,
    PROLOGUE,
    ATTACHMENT,
    ATTRIBUTES,
    COMDAT
  }

  /** A piece of text that is read when all symbols are known. */
  private static final class Deferred {
    final Role role;
    final GlobalValue target;
    final int position;
    final int line;

    /** Of a constant: its type, and where it ends. */
    final @Nullable Type type;

    final int end;

    // Of attributes: those that stand here, and the groups with their places.
    AttributeSet inline = AttributeSet.EMPTY;
    int[] groups = NO_GROUPS;

    Deferred(Role role, GlobalValue target, @Nullable Type type, int position, int line, int end) {
      this.role = role;
      this.target = target;
      this.type = type;
      this.position = position;
      this.line = line;
      this.end = end;
    }
  }

  private static final int[] NO_GROUPS = {};

  /** The sorts of words that {@link #word} tells apart by bits. */
  private static final String[] SORTS = {
    "linkage",
    "visibility",
    "DLL storage class",
    "preemption specifier",
    "significance of the address",
    "thread-local model"
  };

  private final Lexer lex;
  private final ModuleContext context;
  private final TypeParser types;
  private final ConstantParser constants;
  private final AttributeParser attributes;
  private final MetadataParser metadata;
  private final FunctionHeadParser heads;
  private final List<Deferred> deferred = new ArrayList<>();

  // The name of the symbol that is being read; of an unnamed one, its number.
  private @Nullable String name;
  private int number;
  private int nextNumber;

  // The words that all sorts of symbols can begin with.
  private Linkage linkage = Linkage.EXTERNAL;
  private boolean hasLinkage;
  private Visibility visibility = Visibility.DEFAULT;
  private DllStorage dllStorage = DllStorage.DEFAULT;
  private boolean dsoLocal;
  private ThreadLocalMode threadLocalMode = ThreadLocalMode.NONE;
  private UnnamedAddr unnamedAddr = UnnamedAddr.NONE;

  GlobalParser(
      Lexer lex,
      ModuleContext context,
      TypeParser types,
      ConstantParser constants,
      AttributeParser attributes,
      MetadataParser metadata) {
    this.lex = lex;
    this.context = context;
    this.types = types;
    this.constants = constants;
    this.attributes = attributes;
    this.metadata = metadata;
    heads = new FunctionHeadParser(lex, types, attributes);
  }

  // ---- Variables, aliases, ifuncs ----

  void global() {
    int at = lex.pos;
    byte[] key = readName();
    int start = lex.nameStart;
    int length = lex.nameLength;
    int hash = lex.nameHash;
    lex.expect('=');
    words();
    GlobalValue value;
    Keyword k = lex.keyword();
    if (k == Keyword.ALIAS || k == Keyword.IFUNC) {
      lex.skipWord();
      value = alias(k == Keyword.ALIAS);
      define(value, at, key, start, length, hash);
    } else {
      value = variable(at, key, start, length, hash);
    }
    applyWords(value);
  }

  /** Reads the name at the sigil; of a name, gives its bytes. */
  private byte[] readName() {
    if (lex.peek() != '@') {
      throw lex.expected("name of a global");
    }
    lex.pos++;
    if (Lexer.isDigit(lex.text[lex.pos])) {
      name = null;
      int at = lex.pos - 1;
      number = lex.readNumberName();
      if (Integer.compareUnsigned(number, nextNumber) < 0) {
        throw lex.error(
            at,
            "expected a number of at least '@"
                + Integer.toUnsignedString(nextNumber)
                + "', found '@"
                + Integer.toUnsignedString(number)
                + "'");
      }
      nextNumber = number + 1;
    } else {
      lex.readName("name of a global");
      name = lex.name();
    }
    return lex.nameBytes;
  }

  /** Puts the symbol into the module under the name that was read for it. */
  private void define(GlobalValue value, int at, byte[] key, int start, int length, int hash) {
    String symbol = value.name();
    if (symbol == null) {
      context.numberedSymbols.put(number, value);
      context.module.add(value);
      return;
    }
    int slot = context.symbols.find(key, start, length, hash);
    if (slot >= 0) {
      throw lex.error(at, "'" + value + "' is defined already");
    }
    GlobalValue twin = context.module.symbol(symbol);
    if (twin != null) {
      // An intrinsic that came under two names of old, which are one now.
      context.symbols.add(slot, key, start, length, hash, twin);
      return;
    }
    context.symbols.add(slot, key, start, length, hash, value);
    context.module.add(value);
  }

  private void words() {
    linkage = Linkage.EXTERNAL;
    hasLinkage = false;
    visibility = Visibility.DEFAULT;
    dllStorage = DllStorage.DEFAULT;
    dsoLocal = false;
    threadLocalMode = ThreadLocalMode.NONE;
    unnamedAddr = UnnamedAddr.NONE;
    int seen = 0;
    for (; ; ) {
      int at = lex.pos;
      int kind = word(lex.keyword());
      if (kind == 0) {
        return;
      }
      if ((seen & kind) != 0) {
        lex.pos = at;
        lex.peek();
        String sort = SORTS[Integer.numberOfTrailingZeros(kind)];
        throw lex.error(lex.pos, "the " + sort + " is given already");
      }
      seen |= kind;
    }
  }

  /**
   * Consumes a word that a symbol can begin with; gives the bit of its sort, or 0 if it is none.
   */
  private int word(Keyword k) {
    int kind;
    switch (k) {
      case EXTERNAL,
          AVAILABLE_EXTERNALLY,
          LINKONCE,
          LINKONCE_ODR,
          WEAK,
          WEAK_ODR,
          APPENDING,
          INTERNAL,
          PRIVATE,
          EXTERN_WEAK,
          COMMON -> {
        linkage = Linkage.valueOf(k.name());
        hasLinkage = true;
        kind = 1;
      }
      case DEFAULT, HIDDEN, PROTECTED -> {
        visibility = Visibility.valueOf(k.name());
        kind = 2;
      }
      case DLLIMPORT, DLLEXPORT -> {
        dllStorage = k == Keyword.DLLIMPORT ? DllStorage.IMPORT : DllStorage.EXPORT;
        kind = 4;
      }
      case DSO_LOCAL, DSO_PREEMPTABLE -> {
        dsoLocal = k == Keyword.DSO_LOCAL;
        kind = 8;
      }
      case UNNAMED_ADDR, LOCAL_UNNAMED_ADDR -> {
        unnamedAddr = k == Keyword.UNNAMED_ADDR ? UnnamedAddr.GLOBAL : UnnamedAddr.LOCAL;
        kind = 16;
      }
      case THREAD_LOCAL -> {
        lex.skipWord();
        threadLocalMode = threadLocalMode();
        return 32;
      }
      default -> {
        return 0;
      }
    }
    lex.skipWord();
    return kind;
  }

  private ThreadLocalMode threadLocalMode() {
    if (!lex.accept('(')) {
      return ThreadLocalMode.GENERAL_DYNAMIC;
    }
    ThreadLocalMode mode =
        switch (lex.keyword()) {
          case LOCALDYNAMIC -> ThreadLocalMode.LOCAL_DYNAMIC;
          case INITIALEXEC -> ThreadLocalMode.INITIAL_EXEC;
          case LOCALEXEC -> ThreadLocalMode.LOCAL_EXEC;
          default -> throw lex.expected("'localdynamic', 'initialexec' or 'localexec'");
        };
    lex.skipWord();
    lex.expect(')');
    return mode;
  }

  private void applyWords(GlobalValue value) {
    value.setLinkage(linkage);
    value.setVisibility(visibility);
    value.setDllStorage(dllStorage);
    // What no other module can see or replace is always this one's own.
    boolean implied =
        linkage.isLocal() || (visibility != Visibility.DEFAULT && linkage != Linkage.EXTERN_WEAK);
    value.setDsoLocal(dsoLocal || implied);
    value.setThreadLocalMode(threadLocalMode);
    value.setUnnamedAddr(unnamedAddr);
  }

  private GlobalVariable variable(int at, byte[] key, int start, int length, int hash) {
    int addressSpace = 0;
    if (lex.accept(Keyword.ADDRSPACE)) {
      addressSpace = types.addressSpace();
    }
    boolean externallyInitialized = lex.accept(Keyword.EXTERNALLY_INITIALIZED);
    Keyword k = lex.keyword();
    if (k != Keyword.GLOBAL && k != Keyword.CONSTANT) {
      throw lex.expected("'global' or 'constant'");
    }
    lex.skipWord();
    lex.peek();
    int typeAt = lex.pos;
    Type type = types.anyType();
    if (!isVariable(type)) {
      throw lex.error(typeAt, "a variable cannot be of type '" + type + "'");
    }
    GlobalVariable variable = new GlobalVariable(name, type, addressSpace);
    variable.setConstant(k == Keyword.CONSTANT);
    variable.setExternallyInitialized(externallyInitialized);
    define(variable, at, key, start, length, hash);
    boolean declaration =
        hasLinkage && (linkage == Linkage.EXTERNAL || linkage == Linkage.EXTERN_WEAK);
    if (!declaration) {
      deferConstant(Role.INITIALIZER, variable, type);
    }
    variableProperties(variable);
    return variable;
  }

  private static boolean isVariable(Type type) {
    return switch (type.kind()) {
      case VOID, FUNCTION, LABEL, METADATA, TOKEN -> false;
      default -> true;
    };
  }

  /** What stands behind the initializer of a variable. */
  private void variableProperties(GlobalVariable variable) {
    while (lex.accept(',')) {
      if (lex.peek() == '!') {
        deferAttachment(variable);
        continue;
      }
      Keyword k = lex.keyword();
      int at = lex.pos;
      if (k != Keyword.NONE_OF_THESE) {
        lex.skipWord();
      }
      switch (k) {
        case SECTION -> variable.setSection(lex.readString("name of a section"));
        case PARTITION -> variable.setPartition(lex.readString("name of a partition"));
        case ALIGN -> variable.setAlignment(alignment());
        case CODE_MODEL -> variable.setCodeModel(lex.readString("code model"));
        case COMDAT -> deferComdat(variable);
        case NO_SANITIZE_ADDRESS,
            NO_SANITIZE_HWADDRESS,
            NO_SANITIZE_MEMTAG,
            SANITIZE_ADDRESS_DYNINIT,
            SANITIZE_MEMTAG -> {
          String before = variable.sanitizers();
          variable.setSanitizers(before.isEmpty() ? k.text() : before + ", " + k.text());
        }
        default -> {
          lex.pos = at;
          throw lex.expected("property of a global variable");
        }
      }
    }
    if (lex.peek() != '#' && lex.peek() != '"') {
      return;
    }
    AttributeSet inline = attributes.functionAttributes();
    int[] groups = attributes.groupReferences();
    if (!inline.isEmpty() || groups.length != 0) {
      deferAttributes(variable, inline, groups);
    }
  }

  /** An alignment in bytes, whose keyword has been consumed. */
  private long alignment() {
    lex.peek();
    int at = lex.pos;
    boolean parenthesis = lex.accept('(');
    long n = lex.readUnsigned("alignment");
    if (parenthesis) {
      lex.expect(')');
    }
    return checkAlignment(lex, at, n);
  }

  static long checkAlignment(Lexer lex, int at, long n) {
    if (Long.bitCount(n) != 1) {
      throw lex.error(at, "an alignment is a power of two");
    }
    if (n > 1L << 32) {
      throw lex.error(at, "alignments beyond 4294967296 are not supported");
    }
    return n;
  }

  private GlobalValue alias(boolean isAlias) {
    Type type = types.anyType();
    lex.expect(',');
    Type aliaseeType = null;
    if (!atUntypedExpression()) {
      lex.peek();
      int at = lex.pos;
      aliaseeType = types.type();
      if (!aliaseeType.isPointer()) {
        throw lex.error(
            at, "an alias or ifunc stands for an address, not for '" + aliaseeType + "'");
      }
    }
    int space = aliaseeType instanceof PointerType p ? p.addressSpace() : 0;
    GlobalValue value =
        isAlias ? new GlobalAlias(name, type, space) : new GlobalIFunc(name, type, space);
    deferConstant(
        isAlias ? Role.ALIASEE : Role.RESOLVER,
        value,
        aliaseeType == null ? value.type() : aliaseeType);
    while (lex.accept(',')) {
      if (lex.peek() == '!') {
        deferAttachment(value);
      } else {
        lex.expect(Keyword.PARTITION);
        value.setPartition(lex.readString("name of a partition"));
      }
    }
    return value;
  }

  /** Whether an expression stands here without a type before it, as older LLVM wrote some. */
  private boolean atUntypedExpression() {
    return switch (lex.keyword()) {
      case BITCAST, GETELEMENTPTR, ADDRSPACECAST, INTTOPTR -> true;
      default -> false;
    };
  }

  // ---- Functions ----

  void declare() {
    lex.skipWord();
    Function f = function(false);
    applyWords(f);
  }

  void define() {
    int line = lex.line;
    lex.skipWord();
    Function f = function(true);
    applyWords(f);
    f.setLine(line);
    if (lex.peek() != '{') {
      throw lex.expected("'{' of the body, or an attribute of the function");
    }
    int at = lex.pos;
    int bodyLine = lex.line;
    lex.skipBody();
    if (!f.isDeclaration() || f.module() == null) {
      throw lex.error(at, "'" + f + "' has a body already");
    }
    f.setBodySource(new LazyBody(context, at, bodyLine, lex.pos));
  }

  private Function function(boolean definition) {
    lex.peek();
    int attachments = lex.pos;
    int attachmentsLine = lex.line;
    while (lex.peek() == '!') {
      skipAttachment();
    }
    words();
    int callingConvention = CallingConventions.read(lex);
    heads.readResult();
    lex.peek();
    int at = lex.pos;
    byte[] key = readName();
    int start = lex.nameStart;
    int length = lex.nameLength;
    int hash = lex.nameHash;
    heads.readParameters();
    int addressSpace = functionWords();
    String symbol = name == null ? null : IntrinsicUpgrades.name(name, context);
    Function f = new Function(symbol, heads.functionType(), addressSpace);
    heads.nameArguments(f);
    define(f, at, key, start, length, hash);
    f.setCallingConvention(callingConvention);
    int position = lex.pos;
    int line = lex.line;
    lex.moveTo(attachments, attachmentsLine);
    while (lex.peek() == '!') {
      // LLVM puts the attachments of a declaration before all else.
      deferAttachment(f);
    }
    lex.moveTo(position, line);
    functionProperties(f, definition);
    return f;
  }

  /** Reads {@code unnamed_addr} and the address space, which stand before the attributes. */
  private int functionWords() {
    int addressSpace = 0;
    for (; ; ) {
      switch (lex.keyword()) {
        case UNNAMED_ADDR -> unnamedAddr = UnnamedAddr.GLOBAL;
        case LOCAL_UNNAMED_ADDR -> unnamedAddr = UnnamedAddr.LOCAL;
        case ADDRSPACE -> {
          lex.skipWord();
          addressSpace = types.addressSpace();
          continue;
        }
        default -> {
          return addressSpace;
        }
      }
      lex.skipWord();
    }
  }

  /** All that stands between the parameters and the body. */
  private void functionProperties(Function f, boolean definition) {
    AttributeSet inline = AttributeSet.EMPTY;
    int[] groups = NO_GROUPS;
    for (; ; ) {
      if (definition && lex.peek() == '!') {
        // Behind a declaration this would be a definition of metadata.
        deferAttachment(f);
        continue;
      }
      Keyword k = lex.keyword();
      switch (k) {
        case SECTION -> {
          lex.skipWord();
          f.setSection(lex.readString("name of a section"));
        }
        case PARTITION -> {
          lex.skipWord();
          f.setPartition(lex.readString("name of a partition"));
        }
        case ALIGN -> {
          lex.skipWord();
          f.setAlignment(alignment());
        }
        case GC -> {
          lex.skipWord();
          f.setGc(lex.readString("name of a garbage collector"));
        }
        case COMDAT -> {
          lex.skipWord();
          deferComdat(f);
        }
        case PREFIX, PROLOGUE, PERSONALITY -> {
          lex.skipWord();
          Type type = types.type();
          deferConstant(Role.valueOf(k.name()), f, type);
        }
        default -> {
          int before = lex.pos;
          AttributeSet more = attributes.functionAttributes();
          int[] moreGroups = attributes.groupReferences();
          if (lex.pos == before) {
            deferAttributes(f, inline, groups);
            return;
          }
          inline = inline.isEmpty() ? more : heads.merged(inline, more);
          groups = concat(groups, moreGroups);
        }
      }
    }
  }

  private static int[] concat(int[] a, int[] b) {
    if (a.length == 0) {
      return b;
    }
    int[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  // ---- Second pass ----

  private void deferConstant(Role role, GlobalValue target, Type type) {
    lex.peek();
    int position = lex.pos;
    int line = lex.line;
    lex.skipConstant();
    deferred.add(new Deferred(role, target, type, position, line, lex.pos));
  }

  private void deferAttachment(GlobalValue target) {
    deferred.add(new Deferred(Role.ATTACHMENT, target, null, lex.pos, lex.line, 0));
    skipAttachment();
  }

  private void skipAttachment() {
    lex.expect('!');
    metadata.metadataName();
    if (lex.peek() != '!') {
      throw lex.expected("metadata node");
    }
    lex.pos++;
    if (Lexer.isDigit(lex.text[lex.pos])) {
      lex.readNumberName();
      return;
    }
    if (Lexer.isLetter(lex.text[lex.pos])) {
      lex.readWord();
    }
    if (lex.peek() != '{' && lex.peek() != '(') {
      throw lex.expected("metadata node");
    }
    lex.skipBalanced();
  }

  private void deferAttributes(GlobalValue target, AttributeSet inline, int[] groups) {
    Deferred d = new Deferred(Role.ATTRIBUTES, target, null, lex.pos, lex.line, 0);
    d.inline = inline;
    d.groups = groups;
    deferred.add(d);
  }

  /** A comdat, whose keyword has been consumed: named, or that of the symbol's own name. */
  private void deferComdat(GlobalValue target) {
    int position = lex.pos;
    int line = lex.line;
    if (lex.accept('(')) {
      if (lex.peek() != '$') {
        throw lex.expected("name of a comdat");
      }
      lex.pos++;
      lex.readName("name of a comdat");
      lex.expect(')');
    } else if (target.name() == null) {
      throw lex.error(position, "the comdat of a symbol without a name has to be named");
    }
    deferred.add(new Deferred(Role.COMDAT, target, null, position, line, 0));
  }

  /** Reads all that the first pass skipped. */
  void finish() {
    for (Deferred d : deferred) {
      if (d.role == Role.ATTRIBUTES) {
        finishAttributes(d);
        continue;
      }
      lex.moveTo(d.position, d.line);
      Type type = d.type;
      if (d.role == Role.ATTACHMENT) {
        finishAttachment(d.target);
      } else if (d.role == Role.COMDAT || type == null) {
        finishComdat(d.target);
      } else {
        Constant c = constants.constant(type);
        if (lex.pos != d.end) {
          throw lex.expected("end of the constant");
        }
        finishConstant(d, c);
      }
    }
  }

  private void finishConstant(Deferred d, Constant c) {
    switch (d.role) {
      case INITIALIZER -> ((GlobalVariable) d.target).setInitializer(c);
      case ALIASEE -> ((GlobalAlias) d.target).setAliasee(c);
      case RESOLVER -> ((GlobalIFunc) d.target).setResolver(c);
      case PERSONALITY -> ((Function) d.target).setPersonality(c);
      case PREFIX -> ((Function) d.target).setPrefixData(c);
      default -> ((Function) d.target).setPrologueData(c);
    }
  }

  private void finishAttributes(Deferred d) {
    AttributeSet set = attributes.resolve(d.inline, d.groups);
    if (d.target instanceof Function f) {
      f.setAttributes(f.attributes().withFunction(set));
    } else if (d.target instanceof GlobalVariable v) {
      v.setAttributes(set);
    }
  }

  private void finishAttachment(GlobalValue target) {
    metadata.beginAttachments();
    metadata.attachment();
    String kind = metadata.attachments().kind(0);
    if (target instanceof Function f) {
      f.setMetadata(f.metadata().with(kind, metadata.attachments().node(0)));
    } else if (target instanceof GlobalVariable v) {
      v.setMetadata(v.metadata().with(kind, metadata.attachments().node(0)));
    } else if (target instanceof GlobalIFunc i) {
      i.setMetadata(i.metadata().with(kind, metadata.attachments().node(0)));
    }
  }

  private void finishComdat(GlobalValue target) {
    int at = lex.pos;
    if (lex.accept('(')) {
      lex.peek();
      at = lex.pos++;
      lex.readName("name of a comdat");
    } else {
      String own = target.name() == null ? "" : target.name();
      lex.nameBytes = own.getBytes(StandardCharsets.ISO_8859_1);
      lex.nameStart = 0;
      lex.nameLength = lex.nameBytes.length;
      lex.nameHash = NameTable.hash(lex.nameBytes, 0, lex.nameLength);
    }
    Comdat comdat = context.comdats.get(lex.nameBytes, lex.nameStart, lex.nameLength, lex.nameHash);
    if (comdat == null) {
      throw lex.error(at, "comdat '$" + lex.name() + "' is not defined");
    }
    target.setComdat(comdat);
  }
}
