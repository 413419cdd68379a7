package dev.lamina.ir;

/** LangRef, "Thread Local Storage Models". */
public enum ThreadLocalMode {
  NONE,
  GENERAL_DYNAMIC,
  LOCAL_DYNAMIC,
  INITIAL_EXEC,
  LOCAL_EXEC
}
