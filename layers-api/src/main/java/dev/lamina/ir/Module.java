package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.Iterables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A unit of LLVM IR: symbols, named types and metadata (LangRef, "Module Structure"). */
public final class Module {
  private final String name;
  private @Nullable String sourceFileName;
  private DataLayout dataLayout = DataLayout.DEFAULT;
  private String targetTriple = "";
  private final List<String> moduleAsm = new ArrayList<>();
  private final List<Integer> moduleAsmLines = new ArrayList<>(0);
  private final List<GlobalVariable> globals = new ArrayList<>();
  private final List<Function> functions = new ArrayList<>();
  private final List<GlobalAlias> aliases = new ArrayList<>();
  private final List<GlobalIFunc> ifuncs = new ArrayList<>();
  private final Map<String, GlobalValue> symbols = new LinkedHashMap<>();
  private Map<String, StructType> namedTypes = new LinkedHashMap<>();
  private List<StructType> unnamedTypes = new ArrayList<>();

  /** Whether another module has the same lists of types, which are then not to be changed. */
  private boolean typesShared;

  private final Map<String, Comdat> comdats = new LinkedHashMap<>();
  private final Map<String, NamedMetadata> namedMetadata = new LinkedHashMap<>();

  /** How many names for strings were tried. */
  private int strings;

  /** {@code name} identifies the module in messages: usually the file it came from. */
  public Module(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** The {@code source_filename}, or null. */
  public @Nullable String sourceFileName() {
    return sourceFileName;
  }

  public void setSourceFileName(@Nullable String sourceFileName) {
    this.sourceFileName = sourceFileName;
  }

  public DataLayout dataLayout() {
    return dataLayout;
  }

  public void setDataLayout(DataLayout dataLayout) {
    this.dataLayout = dataLayout;
  }

  /** As written; empty if the module names none. */
  public String targetTriple() {
    return targetTriple;
  }

  public void setTargetTriple(String targetTriple) {
    this.targetTriple = targetTriple;
  }

  /** The module-level assembly, one entry for each {@code module asm}. */
  public List<String> moduleAsm() {
    return Collections.unmodifiableList(moduleAsm);
  }

  public void addModuleAsm(String text) {
    addModuleAsm(text, 0);
  }

  /**
   * Adds module-level assembly.
   *
   * @param line where the module's text has it, from 1; 0 if there is none
   */
  public void addModuleAsm(String text, int line) {
    moduleAsm.add(text);
    moduleAsmLines.add(line);
  }

  /** The line of the module's text that an entry of {@link #moduleAsm} stands in; 0 if unknown. */
  public int moduleAsmLine(int entry) {
    return moduleAsmLines.get(entry);
  }

  public List<GlobalVariable> globals() {
    return Collections.unmodifiableList(globals);
  }

  public List<Function> functions() {
    return Collections.unmodifiableList(functions);
  }

  public List<GlobalAlias> aliases() {
    return Collections.unmodifiableList(aliases);
  }

  public List<GlobalIFunc> ifuncs() {
    return Collections.unmodifiableList(ifuncs);
  }

  /** All symbols: variables, functions, aliases, ifuncs, each in the order they were added. */
  public List<GlobalValue> globalValues() {
    List<GlobalValue> all = new ArrayList<>(globals);
    all.addAll(functions);
    all.addAll(aliases);
    all.addAll(ifuncs);
    return all;
  }

  /** Adds a symbol, whose name must be free. */
  public void add(GlobalValue value) {
    checkArgument(value.module == null, "%s is in a module already", value);
    String symbol = value.name();
    if (symbol != null) {
      GlobalValue old = symbols.putIfAbsent(symbol, value);
      checkArgument(old == null, "%s is defined already in module %s", value, name);
    }
    value.module = this;
    if (value instanceof Function f) {
      functions.add(f);
    } else if (value instanceof GlobalVariable v) {
      globals.add(v);
    } else if (value instanceof GlobalAlias a) {
      aliases.add(a);
    } else {
      ifuncs.add((GlobalIFunc) value);
    }
  }

  /** Takes a symbol out; that nothing refers to it any more is the caller's to see to. */
  public void remove(GlobalValue value) {
    checkArgument(value.module == this, "%s is in another module", value);
    if (value.name() != null) {
      symbols.remove(value.name());
    }
    value.module = null;
    globals.remove(value);
    functions.remove(value);
    aliases.remove(value);
    ifuncs.remove(value);
  }

  /** Gives a symbol another name, which must be free. */
  public void rename(GlobalValue value, String newName) {
    checkArgument(value.module == this, "%s is in another module", value);
    checkArgument(!symbols.containsKey(newName), "%s is defined already", newName);
    if (value.name() != null) {
      symbols.remove(value.name());
    }
    value.setNameInternal(newName);
    symbols.put(newName, value);
  }

  public @Nullable GlobalValue symbol(String symbol) {
    return symbols.get(symbol);
  }

  public @Nullable Function function(String symbol) {
    return symbols.get(symbol) instanceof Function f ? f : null;
  }

  public @Nullable GlobalVariable global(String symbol) {
    return symbols.get(symbol) instanceof GlobalVariable v ? v : null;
  }

  /**
   * The function of that name, declared now if the module has none yet. If the name stands for
   * something of another type, that is returned: with opaque pointers it can be called all the
   * same.
   */
  public GlobalValue getOrDeclareFunction(String symbol, FunctionType type) {
    GlobalValue old = symbols.get(symbol);
    if (old != null) {
      return old;
    }
    Function f = new Function(symbol, type);
    add(f);
    return f;
  }

  /**
   * Declares a function, unless the module has it already.
   *
   * @throws IllegalArgumentException if the name stands for something else here, or for a function
   *     of another type
   */
  public Function declare(String symbol, FunctionType type) {
    GlobalValue old = getOrDeclareFunction(symbol, type);
    checkArgument(old instanceof Function, "%s is in %s already, and no function", old, this);
    checkArgument(
        old.valueType().equals(type),
        "%s is in %s already, as '%s', not '%s'",
        old,
        this,
        old.valueType(),
        type);
    return (Function) old;
  }

  /** {@link #declare(String, FunctionType)} of a function with as many parameters as given. */
  public Function declare(String symbol, Type returnType, Type... parameters) {
    return declare(symbol, FunctionType.get(returnType, parameters));
  }

  /** A constant that holds {@code text} in UTF-8 with a zero byte behind it, as C wants strings. */
  public GlobalVariable addString(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    Constant bytes = ConstantDataSequence.ofBytes(Arrays.copyOf(utf8, utf8.length + 1));
    String symbol;
    do {
      symbol = strings == 0 ? ".str" : ".str." + strings;
      strings++;
    } while (symbols.containsKey(symbol));
    GlobalVariable string = new GlobalVariable(symbol, bytes.type());
    string.setInitializer(bytes);
    string.setConstant(true);
    string.setLinkage(Linkage.PRIVATE);
    string.setUnnamedAddr(UnnamedAddr.GLOBAL);
    add(string);
    return string;
  }

  /** The named struct types by name. */
  public Collection<StructType> namedTypes() {
    return Collections.unmodifiableCollection(namedTypes.values());
  }

  public @Nullable StructType namedType(String typeName) {
    return namedTypes.get(typeName);
  }

  /** The struct types with an empty name, which have identity and are numbered when printed. */
  public List<StructType> unnamedTypes() {
    return Collections.unmodifiableList(unnamedTypes);
  }

  /**
   * Has, instead of its own, the types that {@code other} has now: takes no time, whatever their
   * number. For modules that are made of parts of another.
   */
  public void useTypesOf(Module other) {
    namedTypes = other.namedTypes;
    unnamedTypes = other.unnamedTypes;
    typesShared = true;
    if (!other.typesShared) { // others may be at this, too
      other.typesShared = true;
    }
  }

  public void addNamedType(StructType type) {
    if (typesShared) {
      namedTypes = new LinkedHashMap<>(namedTypes);
      unnamedTypes = new ArrayList<>(unnamedTypes);
      typesShared = false;
    }
    String typeName = type.name();
    checkArgument(typeName != null, "a literal struct has no name");
    if (typeName.isEmpty()) {
      unnamedTypes.add(type);
      return;
    }
    StructType old = namedTypes.putIfAbsent(typeName, type);
    checkArgument(old == null || old == type, "type %s is defined already", type);
  }

  public Collection<Comdat> comdats() {
    return Collections.unmodifiableCollection(comdats.values());
  }

  public @Nullable Comdat comdat(String comdatName) {
    return comdats.get(comdatName);
  }

  public void addComdat(Comdat comdat) {
    checkArgument(
        comdats.putIfAbsent(comdat.name(), comdat) == null, "%s is defined already", comdat);
  }

  /** The named metadata, in the order it was added. */
  public Collection<NamedMetadata> namedMetadata() {
    return Collections.unmodifiableCollection(namedMetadata.values());
  }

  public @Nullable NamedMetadata namedMetadata(String metadataName) {
    return namedMetadata.get(metadataName);
  }

  /** The named metadata of that name, added empty now if there is none yet. */
  public NamedMetadata getOrAddNamedMetadata(String metadataName) {
    return namedMetadata.computeIfAbsent(metadataName, NamedMetadata::new);
  }

  /**
   * The number that an unnamed symbol has in text: {@code @0}, {@code @1}. Functions are counted
   * last, since they are printed last.
   */
  public int printedNumber(GlobalValue value) {
    int n = 0;
    for (GlobalValue g : Iterables.concat(globals, aliases, ifuncs, functions)) {
      if (g == value) {
        return n;
      }
      n += g.name() == null ? 1 : 0;
    }
    return -1;
  }

  @Override
  public String toString() {
    return "module " + name;
  }
}
